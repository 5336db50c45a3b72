using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Fingerprints;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Setup;

namespace LoadLab.Stacks.Doctor;

/// <summary>Says what this machine can do, and what to change for figures that can be trusted. Changes nothing.</summary>
/// <param name="providers">The stacks that there are.</param>
/// <param name="time">The time.</param>
public sealed class MachineDoctor(IReadOnlyList<IStackProvider> providers, TimeProvider time)
{
    /// <summary>Name of the check without which no stack can be started here.</summary>
    public const string StackCheck = "stack";

    private const double EnoughDisk = 2.0 * (1L << 30);
    private const double SlowFsyncMicros = 10_000;

    /// <summary>Makes all checks; takes about four seconds, two of them for the noise.</summary>
    public async Task<IReadOnlyList<DoctorCheck>> ExamineAsync(CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        checks.AddRange(await new StackChecks(providers, DockerEndpoint.OfThisProcess(), new CommandRunner()).FindAsync(cancellationToken).ConfigureAwait(false));
        var missing = new MachineSetup().FindMissing();
        var font = missing.FirstOrDefault(part => part.Name == MachineSetup.Font);
        checks.Add(new DoctorCheck("fonts", font is null ? DoctorStatus.Ok : DoctorStatus.Warn, font is null ? "found" : "none", "one: charts have no text without it", font is null ? "" : "Run: loadlab setup"));
        checks.Add(Mail(missing.FirstOrDefault(part => part.Name == MachineSetup.MailSink)));
        checks.AddRange(new SystemChecks("/", Environment.ProcessorCount).Find());
        checks.AddRange(Disk(StackRoot.Choose(StackRoot.Candidates())));
        checks.Add(WakeupLatencyCheck.Judge(await Task.Run(() => WakeupLatencyCheck.Measure(time, cancellationToken), cancellationToken).ConfigureAwait(false)));
        return checks;
    }

    /// <summary>Whether the native stack gets a mail server.</summary>
    internal static DoctorCheck Mail(MissingPart? missing) => new(
        "mail", missing is null ? DoctorStatus.Ok : DoctorStatus.Info, missing is null ? "found: aiosmtpd of the system's Python" : missing.ToString(),
        "aiosmtpd, for rows on e-mail: without it stacks of processes send no mail", missing is null ? "" : "Run: loadlab setup");

    private IEnumerable<DoctorCheck> Disk(string directory)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        yield return new("disk", free >= EnoughDisk ? DoctorStatus.Ok : DoctorStatus.Warn, $"{Units.Bytes(free)} free in {directory} ({StackRoot.FileSystem(directory)})", "2 GiB or more for the stack's data", free >= EnoughDisk ? "" : "Free some, or set TMPDIR to another disk.");

        var scratch = Directory.CreateTempSubdirectory("loadlab-doctor-");
        try
        {
            var isMemory = StackRoot.IsMemory(scratch.FullName);
            var micros = double.Parse(DiskProbe.MedianFsyncMicros(scratch.FullName, time), CultureInfo.InvariantCulture);
            var isGood = !isMemory && micros <= SlowFsyncMicros;
            yield return new("fsync", isGood ? DoctorStatus.Ok : DoctorStatus.Warn, $"{Units.Milliseconds(micros / 1000)} a write of 8 KiB (median of up to 200)", "up to 10 ms, on a disk: each commit of Postgres waits for it",
                isGood ? "" : isMemory ? "The directory is memory: capacity would look too high. Set TMPDIR to a directory on a disk." : "Set TMPDIR to a faster disk, or expect few commits a second.");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
