using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Core;
using LoadLab.Core.Tls;
using LoadLab.Engine.Http2;
using LoadLab.Engine.Messages;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Http;

/// <summary>Finds out with one connection, and its TLS handshake, whether a target is there. Sends no request: it might change something.</summary>
public static class HttpReach
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>A server that says nothing to the beginning of a TLS handshake for this long speaks none.</summary>
    private static readonly TimeSpan TlsLimit = TimeSpan.FromSeconds(1);

    /// <summary>Connects once to each server; without TLS a second time, to see that it does not speak TLS.</summary>
    /// <exception cref="LoadLabException">104: nothing is there, its certificate is not trusted, or it speaks TLS and the address says http.</exception>
    public static async Task CheckAllAsync(HttpTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var origin in target.Origins)
        {
            await CheckAsync(origin, cancellationToken).ConfigureAwait(false);
            await CheckPlainAsync(origin, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Connects once.</summary>
    /// <exception cref="LoadLabException">104: nothing is there, or its certificate is not trusted.</exception>
    public static async Task CheckAsync(HttpTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(target.Timeout < Limit ? target.Timeout : Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(target.Address.IdnHost, target.Address.Port, limit.Token).ConfigureAwait(false);
            if (target.Address.Scheme == Uri.UriSchemeHttps)
            {
                var connection = new OpeningStream(socket);
                await using var tls = target.Http2
                    ? await Http2Offer.AuthenticateAsync(connection, target.Address.IdnHost, target.Insecure, limit.Token).ConfigureAwait(false)
                    : await TlsHandshake.AuthenticateAsync(connection, new TlsTarget(target.Address.IdnHost, target.Insecure), limit.Token).ConfigureAwait(false);
            }
            else if (target.Http2)
            {
                await Http2Offer.CheckAsync(socket, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Http2NotOfferedException fault)
        {
            throw Unreachable(target, fault.Message, "Leave out --http2, or switch HTTP/2 on at the target. No load was sent.", fault, "does not speak HTTP/2");
        }
        catch (TlsFailedException fault)
        {
            var advice = fault is { Alert: null, Advice.Length: > 0 } ? fault.Advice : "See what the target's log says of it.";
            throw Unreachable(target, "TLS failed: " + fault.Message, $"{advice}{(fault.IsOfCertificate ? " With a certificate of your own making, give --insecure." : "")} No load was sent.", fault);
        }
        catch (AuthenticationException fault)
        {
            throw Unreachable(target, "TLS failed: " + fault.Message, "See what the target's log says of it. No load was sent.", fault);
        }
        catch (IOException fault) when (target.Address.Scheme == Uri.UriSchemeHttps)
        {
            throw Unreachable(target, "the connection was closed in the TLS handshake: " + fault.Message, "See that it speaks TLS; if it speaks plain HTTP, write http://. No load was sent.", fault);
        }
        catch (Exception fault) when (fault is SocketException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = fault is OperationCanceledException ? "no connection in time" : fault.Message;
            throw Unreachable(target, $"{FailureClassifier.Classify(fault).ToString().ToLowerInvariant()}: {why}", "See that it runs and that the address is right, or give --no-check. No load was sent.", fault);
        }
    }

    private static async Task CheckPlainAsync(HttpTarget target, CancellationToken cancellationToken)
    {
        if (target.Address.Scheme != Uri.UriSchemeHttp)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TlsLimit);
        try
        {
            if (await TlsDiagnosis.FindAsync(target.Address, limit.Token).ConfigureAwait(false) is { } tls)
            {
                throw Unreachable(target, tls.Message, $"{tls.Advice} No load was sent.", tls, "speaks TLS");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It waits for the rest of a request: plain HTTP.
        }
    }

    private static LoadLabException Unreachable(HttpTarget target, string why, string hint, Exception fault, string what = "cannot be reached") =>
        new(ExitCode.BadConfiguration, $"The target {target.Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} {what} ({why})", hint, fault);
}
