using System.Net.Http;
using System.Runtime.CompilerServices;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>What a step or an iteration ended with. Immutable.</summary>
public interface IResponse
{
    /// <summary>True when the step or iteration failed.</summary>
    bool IsError { get; }

    /// <summary>Status code as text (<c>"200"</c>), or empty. Counted per step.</summary>
    string StatusCode { get; }

    /// <summary>Bytes received, 0 when unknown.</summary>
    long SizeBytes { get; }

    /// <summary>Why it failed, for people. Empty when it did not.</summary>
    string Message { get; }

    /// <summary>The class of the failure; <see cref="FailureKind.None"/> when <see cref="IsError"/> is false.</summary>
    FailureKind Failure { get; }
}

/// <summary>The class of a failure. Every failed request is counted under exactly one.</summary>
public enum FailureKind
{
    /// <summary>It did not fail.</summary>
    None,

    /// <summary>No complete answer within the request timeout.</summary>
    Timeout,

    /// <summary>No connection could be made: refused, unreachable, or the name did not resolve.</summary>
    Refused,

    /// <summary>The connection was closed or reset before the answer was complete.</summary>
    Reset,

    /// <summary>The answer was not valid HTTP.</summary>
    Protocol,

    /// <summary>An answer came, with a status that means failure.</summary>
    Status,

    /// <summary>The scenario looked at the answer and rejected it.</summary>
    Check,

    /// <summary>The scenario's own code threw.</summary>
    Exception,
}

/// <summary>An outcome that carries a payload.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
public sealed class Response<T> : IResponse, IFailureEvidence
{
    internal Response(bool isError, string statusCode, long sizeBytes, string message, FailureKind failure, Payload<T> payload)
    {
        IsError = isError;
        StatusCode = statusCode;
        SizeBytes = sizeBytes;
        Message = message;
        Failure = failure;
        Payload = payload;
    }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public string StatusCode { get; }

    /// <inheritdoc/>
    public long SizeBytes { get; }

    /// <inheritdoc/>
    public string Message { get; }

    /// <inheritdoc/>
    public FailureKind Failure { get; }

    /// <summary>What the step brought back. Empty when it failed without one.</summary>
    public Payload<T> Payload { get; }

    /// <summary>What it came from: a <see cref="FailureEvidence"/>, a whole answer, or an exception; null for nothing. One field, so that a success is no larger for it.</summary>
    internal object? CameFrom { get; set; }

    FailureEvidence? IFailureEvidence.Evidence => CameFrom switch
    {
        FailureEvidence evidence => evidence,
        HttpResponseMessage answer => FailureEvidence.Of(answer),
        Exception fault => new FailureEvidence { Fault = fault },
        _ when Payload.IsSome && Payload.Value is HttpResponseMessage answer => new FailureEvidence { Request = answer.RequestMessage, Answer = answer },
        _ => null,
    };
}

/// <summary>A payload that may be absent. <c>response.Payload.Value</c> reads as in NBomber.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
public readonly struct Payload<T>
{
    private readonly T? _value;

    internal Payload(T? value)
    {
        _value = value;
        IsSome = value is not null;
    }

    /// <summary>True when there is a value.</summary>
    public bool IsSome { get; }

    /// <summary>True when there is none.</summary>
    public bool IsNone => !IsSome;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: check <see cref="IsSome"/> or the response's <c>IsError</c> first.</exception>
    public T Value => IsSome
        ? _value!
        : throw new InvalidOperationException("The response has no payload. Look at IsError before reading Payload.Value.");
}

/// <summary>Makes responses. The parameterless ones are shared and allocate nothing.</summary>
public static class Response
{
    private static readonly Response<object> OkShared = new(false, "", 0, "", FailureKind.None, default);
    private static readonly Response<object> FailShared = new(true, "", 0, "", FailureKind.Check, default);

    /// <summary>Success.</summary>
    [OverloadResolutionPriority(2)]
    public static Response<object> Ok() => OkShared;

    /// <summary>Success, with what is known of it. A text without a name is the status code; a text that is the payload needs <c>payload:</c>.</summary>
    [OverloadResolutionPriority(1)]
    public static Response<object> Ok(string statusCode = "", long sizeBytes = 0, string message = "") =>
        new(false, statusCode, sizeBytes, message, FailureKind.None, default);

    /// <summary>Success with a payload.</summary>
    public static Response<T> Ok<T>(T payload, string statusCode = "", long sizeBytes = 0, string message = "") =>
        new(false, statusCode, sizeBytes, message, FailureKind.None, new Payload<T>(payload));

    /// <summary>Failure of class <see cref="FailureKind.Check"/>.</summary>
    [OverloadResolutionPriority(2)]
    public static Response<object> Fail() => FailShared;

    /// <summary>Failure.</summary>
    [OverloadResolutionPriority(1)]
    public static Response<object> Fail(string statusCode = "", string message = "", long sizeBytes = 0, FailureKind failure = FailureKind.Check) =>
        new(true, statusCode, sizeBytes, message, NotNone(failure), default);

    /// <summary>Failure of a step that would have brought a <typeparamref name="T"/>.</summary>
    [OverloadResolutionPriority(1)]
    public static Response<T> Fail<T>(string statusCode = "", string message = "", long sizeBytes = 0, FailureKind failure = FailureKind.Check) =>
        new(true, statusCode, sizeBytes, message, NotNone(failure), default);

    /// <summary>Failure with a payload, such as the body of an error.</summary>
    public static Response<T> Fail<T>(T payload, string statusCode = "", string message = "", long sizeBytes = 0, FailureKind failure = FailureKind.Check) =>
        new(true, statusCode, sizeBytes, message, NotNone(failure), new Payload<T>(payload));

    private static FailureKind NotNone(FailureKind failure) => failure == FailureKind.None ? FailureKind.Check : failure;
}
