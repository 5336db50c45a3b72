using System.Diagnostics;
using LoadLab.Core.Measurement;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>The class of a result, as an index on the hot path.</summary>
internal enum ResultClass
{
    Ok,
    Timeout,
    Refused,
    Reset,
    Protocol,
    Status5xx,
    StatusOther,
    Check,
    Exception,
}

/// <summary>Conversions of result classes.</summary>
internal static class ResultClassNames
{
    public const int Count = (int)ResultClass.Exception + 1;

    public static ResultClass Of(IResponse response) => !response.IsError ? ResultClass.Ok : response.Failure switch
    {
        FailureKind.Timeout => ResultClass.Timeout,
        FailureKind.Refused => ResultClass.Refused,
        FailureKind.Reset => ResultClass.Reset,
        FailureKind.Protocol => ResultClass.Protocol,
        FailureKind.Status => response.StatusCode.StartsWith('5') ? ResultClass.Status5xx : ResultClass.StatusOther,
        FailureKind.Exception => ResultClass.Exception,
        _ => ResultClass.Check,
    };

    public static string Name(ResultClass resultClass) => resultClass switch
    {
        ResultClass.Ok => ResultClasses.Ok,
        ResultClass.Timeout => ResultClasses.Timeout,
        ResultClass.Refused => ResultClasses.Refused,
        ResultClass.Reset => ResultClasses.Reset,
        ResultClass.Protocol => ResultClasses.Protocol,
        ResultClass.Status5xx => ResultClasses.Status5xx,
        ResultClass.StatusOther => ResultClasses.StatusOther,
        ResultClass.Check => ResultClasses.Check,
        ResultClass.Exception => ResultClasses.Exception,
        _ => throw new UnreachableException(),
    };
}
