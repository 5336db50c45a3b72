namespace LoadLab.Stacks.Doctor;

/// <summary>How a check of the machine ended.</summary>
public enum DoctorStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Good to know, or not to be seen on this machine.</summary>
    Info,

    /// <summary>Runs are possible; their figures may suffer.</summary>
    Warn,

    /// <summary>Something does not work without it.</summary>
    Fail,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Short name: <c>open-files</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seen">What was seen, with unit.</param>
/// <param name="Needed">What is needed, and why.</param>
/// <param name="Advice">What to do; empty when nothing is to be done.</param>
public sealed record DoctorCheck(string Name, DoctorStatus Status, string Seen, string Needed, string Advice);
