using LoadLab.Core;
using LoadLab.Core.Noise;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Noise;

public sealed class NoiseStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-noise-").FullName;

    private NoiseStore Store => new(new RunStore(_directory));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_kept_is_read_again_and_a_newer_one_takes_its_place()
    {
        var calibration = NoiseCalibrator.Calibrate(NoiseCalibratorTests.Runs(4, 0.01, 1));
        Store.Save(calibration with { Runs = ["older"] });

        var path = Store.Save(calibration);

        Store.List().Should().ContainSingle().Which.Should().BeEquivalentTo(calibration);
        Path.GetFileName(path).Should().StartWith("smoke-").And.EndWith(".json");
    }

    [Fact]
    public void Another_machine_has_a_file_of_its_own()
    {
        var calibration = NoiseCalibrator.Calibrate(NoiseCalibratorTests.Runs(4, 0.01, 1));
        Store.Save(calibration);
        Store.Save(calibration with { Machine = new SortedDictionary<string, string> { ["cpu.count"] = "64" } });

        Store.List().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2; this LoadLab reads 1")]
    [InlineData("\"suite\":", "\"suit\":", "suit")]
    [InlineData("\"figure\": \"p95\"", "\"figure\": \"p42\"", "figure 'p42' of 'rate-10' is no calibration")]
    [InlineData("\"runs\": 4", "\"runs\": 1", "is no calibration")]
    [InlineData("{", "", "JSON")]
    public void An_edited_file_is_refused_by_name(string from, string to, string message)
    {
        var path = Store.Save(NoiseCalibrator.Calibrate(NoiseCalibratorTests.Runs(4, 0.01, 1)));
        var text = File.ReadAllText(path);
        text.Should().Contain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);

        var fault = ((Action)(() => Store.List())).Should().Throw<LoadLabException>().Which;

        (fault.ExitCode, fault.Hint).Should().Be((ExitCode.BadConfiguration, "Delete it, or make it anew with: loadlab noise SUITE"));
        fault.Message.Should().StartWith($"Noise calibration '{path}' cannot be read: ").And.Contain(message);
    }
}
