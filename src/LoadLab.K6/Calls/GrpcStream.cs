using Google.Protobuf;
using Grpc.Core;
using LoadLab.K6.Messages;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Calls;

/// <summary>
/// A stream of a user, from its beginning to its end one step. It is used on the user's thread; what comes is read elsewhere, and told on the user's thread.
/// </summary>
internal sealed class GrpcStream : IDisposable
{
    private readonly UserState _user;
    private readonly GrpcConnection _connection;
    private readonly GrpcCall _call;
    private readonly IGrpcStreamEvents _events;
    private readonly CancellationTokenSource _gone;
    private readonly AsyncDuplexStreamingCall<byte[], byte[]> _running;
    private readonly DateTime? _deadline;
    private readonly StepMark? _mark;
    private readonly long _started;
    private long _bytes;
    private bool _isWritten;
    private bool _isEnded;

    /// <summary>Begins it.</summary>
    public GrpcStream(UserState user, GrpcConnection connection, GrpcCall call, IGrpcStreamEvents events)
    {
        (_user, _connection, _call, _events) = (user, connection, call, events);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(user.CutToken);
        _mark = user.Sink?.StepStarted(call.Step);
        _started = user.Test.Time.GetTimestamp();
        var options = call.OptionsOf(_gone.Token);
        _deadline = options.Deadline;
        _running = connection.Invoker.AsyncDuplexStreamingCall(call.AsMethod(MethodType.DuplexStreaming), null, options);
        user.Test.Metrics.Grpc.Streams.Add(1, call.Tags);
        user.Events.Own(this);
        user.Events.Begin();
        _ = ReadAsync();
    }

    private GrpcMetrics Metrics => _user.Test.Metrics.Grpc;

    /// <summary>Sends a message, as fast as the server takes it. After the end it does nothing, as in k6: the end itself says what happened.</summary>
    public void Write(byte[] message)
    {
        if (_isWritten || _isEnded)
        {
            return;
        }

        try
        {
            _user.WaitFor(WriteAsync(message));
            Metrics.Sent.Add(1, _call.Tags);
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or OperationCanceledException)
        {
            _user.ThrowIfCut();
        }
    }

    /// <summary>Says that no more will be sent.</summary>
    public void End()
    {
        if (_isWritten || _isEnded)
        {
            return;
        }

        _isWritten = true;
        try
        {
            _user.WaitFor(CompleteAsync());
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or OperationCanceledException)
        {
            _user.ThrowIfCut();
        }
    }

    /// <summary>Breaks it off, if it is still there.</summary>
    public void Dispose()
    {
        _isEnded = true;
        _gone.Cancel();
        _running.Dispose();
        _gone.Dispose();
    }

    private async Task<bool> WriteAsync(byte[] message)
    {
        await _running.RequestStream.WriteAsync(message).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> CompleteAsync()
    {
        await _running.RequestStream.CompleteAsync().ConfigureAwait(false);
        return true;
    }

    private async Task ReadAsync()
    {
        Status status;
        try
        {
            while (await _running.ResponseStream.MoveNext(_gone.Token).ConfigureAwait(false))
            {
                var bytes = _running.ResponseStream.Current;
                var message = _call.Discards ? null : WireReader.Read(_call.Method.OutputType, bytes);
                _user.Events.Post(_user, () => Take(message, bytes.Length));
            }

            status = _running.GetStatus();
        }
        catch (RpcException fault)
        {
            status = GrpcSamples.StatusOf(fault, _deadline);
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or MessageFaultException)
        {
            status = new Status(StatusCode.Internal, $"a message is no {_call.Method.OutputType.FullName}: {fault.Message}");
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            status = new Status(StatusCode.Cancelled, fault.Message);
        }

        _user.Events.Post(_user, () => Finish(status));
    }

    private void Take(DynamicMessage? message, int bytes)
    {
        if (!_isEnded)
        {
            _bytes += bytes;
            Metrics.Received.Add(1, _call.Tags);
            _events.OnMessage(message);
        }
    }

    private void Finish(Status status)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _user.Events.End();
        _user.Events.Disown(this);
        GrpcSamples.AddCall(_user, _connection, _call, status.StatusCode, _started);
        if (_mark is { } step)
        {
            _user.Sink!.StepEnded(step, GrpcSamples.ResponseOf(status, _bytes));
        }

        Dispose();
        if (status.StatusCode != StatusCode.OK)
        {
            _events.OnError(status);
        }

        _events.OnEnd();
    }
}
