using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>A named, timed part of an iteration.</summary>
public static class Step
{
    /// <summary>
    /// Runs and records <paramref name="run"/> under <paramref name="name"/>. An exception is recorded as a failed step
    /// of its class and comes back as a failed response, so that the iteration decides what follows.
    /// </summary>
    /// <param name="name">Steps of one name are one row of the report. Do not put ids into it. Not <c>*</c>, which is the row of the iteration.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="run">The work.</param>
    /// <exception cref="ArgumentException">The name is empty, or <c>*</c>.</exception>
    public static async Task<Response<T>> Run<T>(string name, IScenarioContext context, Func<Task<Response<T>>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "*")
        {
            throw new ArgumentException("A step cannot be called '*': that is the row of the whole iteration. Name it by what it does.", nameof(name));
        }

        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(run);
        var sink = (IStepSink)context;
        var mark = sink.StepStarted(name);
        Response<T>? response;
        try
        {
            response = await run().ConfigureAwait(false);
        }
        catch (Exception fault) when (!sink.IsCutOff(fault))
        {
            response = FailureClassifier.ToResponse<T>(fault);
        }

        response ??= Response.Fail<T>(message: $"Step '{name}' returned null. Return Response.Ok() or Response.Fail().", failure: FailureKind.Exception);
        sink.StepEnded(mark, response);
        return response;
    }
}
