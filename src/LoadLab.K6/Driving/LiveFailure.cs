namespace LoadLab.K6.Driving;

/// <summary>Failures of one kind.</summary>
internal sealed class LiveFailure(int firstSecond, string message)
{
    public long Measured { get; set; }

    public long Unmeasured { get; set; }

    public int FirstSecond => firstSecond;

    public string Message => message;
}
