using System.Net.Http;
using Grpc.Core;
using Grpc.Net.Client;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk.Grpc;

/// <summary>gRPC calls as steps. A status that is not OK is a failure under its name, such as <c>Unavailable</c>.</summary>
public static class GrpcSteps
{
    private const string Key = "LoadLab.Sdk.Grpc ";

    /// <summary>
    /// The channel of this virtual user, over the connections of its <see cref="IScenarioContext.HttpClient"/>: they are counted, cut off at the end, and nothing is
    /// sent twice in silence. Generated clients are made from it.
    /// </summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="address">Whom to call; the target's address when null.</param>
    public static GrpcChannel Channel(IScenarioContext context, Uri? address = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var whom = address ?? context.HttpClient.BaseAddress ?? throw new InvalidOperationException("The context's client has no address. Give one: GrpcSteps.Channel(context, new Uri(\"https://host:port\")).");
        if (!context.ScenarioInstanceData.TryGetValue(Key + whom, out var known))
        {
            // No retries, no hedging: a policy of the service would send calls again, unseen.
            known = GrpcChannel.ForAddress(whom, new GrpcChannelOptions { HttpClient = context.HttpClient, DisposeHttpClient = false, MaxRetryAttempts = 1, ServiceConfig = null });
            context.ScenarioInstanceData[Key + whom] = known;
        }

        return (GrpcChannel)known;
    }

    /// <summary>A call with one answer, as a step of this name.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="call">The call of the generated client, as <c>options => client.BuyAsync(order, options)</c>.</param>
    /// <param name="headers">Its metadata; null for none.</param>
    public static Task<Response<T>> Call<T>(string step, IScenarioContext context, Func<CallOptions, AsyncUnaryCall<T>> call, Metadata? headers = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(call);
        return Step.Run(step, context, async () =>
        {
            var options = OptionsOf(context, headers);
            try
            {
                using var running = call(options);
                return Response.Ok(await running.ResponseAsync.ConfigureAwait(false), nameof(StatusCode.OK));
            }
            catch (RpcException fault)
            {
                context.CancellationToken.ThrowIfCancellationRequested();

                // The server knows the deadline too. When its word that it gave up comes first, it is the same end.
                return fault.StatusCode == StatusCode.Cancelled && options.Deadline <= TimeProvider.System.GetUtcNow().UtcDateTime
                    ? Failed<T>(new RpcException(new Status(StatusCode.DeadlineExceeded, "", fault)))
                    : Failed<T>(fault);
            }
        });
    }

    /// <summary>
    /// A call with a stream of answers, as a step of this name from the call to the end of the stream. The time to its first message is a step of its own,
    /// <c>NAME (first message)</c>: how long a stream goes on is most often no quality of the server, and how soon it begins is.
    /// </summary>
    /// <typeparam name="T">A message.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="call">The call of the generated client.</param>
    /// <param name="onMessage">Sees each message; false ends the stream from this side, which is no failure. Null reads to its end.</param>
    /// <param name="headers">Its metadata; null for none.</param>
    /// <returns>How many messages came.</returns>
    public static Task<Response<int>> Stream<T>(
        string step, IScenarioContext context, Func<CallOptions, AsyncServerStreamingCall<T>> call, Func<T, bool>? onMessage = null, Metadata? headers = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(call);
        return Step.Run(step, context, async () =>
        {
            var count = 0;
            try
            {
                using var running = call(OptionsOf(context, headers, hasEnd: false));
                var first = await Step.Run(step + " (first message)", context, () => NextAsync(running, context)).ConfigureAwait(false);
                if (first.IsError)
                {
                    return Response.Fail<int>(first.StatusCode, first.Message, 0, first.Failure);
                }

                for (var more = first.Payload.Value; more; more = await running.ResponseStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
                {
                    count++;
                    if (onMessage?.Invoke(running.ResponseStream.Current) == false)
                    {
                        break;
                    }
                }

                return Response.Ok(count, nameof(StatusCode.OK));
            }
            catch (RpcException fault)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                return Failed<int>(fault, $" (after {count} messages)");
            }
        });
    }

    /// <summary>A failed response for a status that is not OK: for calls that these steps have no form for.</summary>
    /// <param name="fault">What the call threw.</param>
    public static Response<T> Failed<T>(RpcException fault) => Failed<T>(fault, "");

    private static Response<T> Failed<T>(RpcException fault, string more)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var inner = fault.Status.DebugException is { } cause ? FailureClassifier.Classify(cause) : FailureKind.None;
        var kind = fault.StatusCode == StatusCode.DeadlineExceeded ? FailureKind.Timeout
            : inner is FailureKind.Refused or FailureKind.Reset or FailureKind.Timeout or FailureKind.Protocol ? inner : FailureKind.Status;
        return Response.Fail<T>(fault.StatusCode.ToString(), fault.Status.Detail + more, 0, kind);
    }

    private static async Task<Response<bool>> NextAsync<T>(AsyncServerStreamingCall<T> running, IScenarioContext context)
    {
        try
        {
            return Response.Ok(await running.ResponseStream.MoveNext(context.CancellationToken).ConfigureAwait(false), nameof(StatusCode.OK));
        }
        catch (RpcException fault)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            return Failed<bool>(fault);
        }
    }

    /// <summary>The suite's request timeout is the deadline of a call with one answer.</summary>
    private static CallOptions OptionsOf(IScenarioContext context, Metadata? headers, bool hasEnd = true)
    {
        var timeout = context.HttpClient.Timeout;
        DateTime? deadline = hasEnd && timeout > TimeSpan.Zero && timeout < TimeSpan.FromDays(1) ? (TimeProvider.System.GetUtcNow() + timeout).UtcDateTime : null;
        return new CallOptions(headers, deadline, context.CancellationToken);
    }
}
