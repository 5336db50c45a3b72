using LoadLab.Cli.Documents;
using LoadLab.Cli.Terminal;
using LoadLab.Tests.Reporting;

namespace LoadLab.Tests.Cli.Documents;

/// <summary>The documents of <c>--json</c>, byte for byte.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Of_the_self_test_reads_as_approved() => GoldenFile.Check("selftest.json", SelfTestText.Json(SampleDocuments.SelfTest));

    [Fact]
    public void Of_the_doctor_reads_as_approved() => GoldenFile.Check("doctor.json", DoctorText.Json(SampleDocuments.Doctor));

    [Fact]
    public void Of_a_forecast_reads_as_approved() => GoldenFile.Check("plan.json", ForecastText.Json(SampleDocuments.Forecast));

    [Fact]
    public void Of_a_forecast_with_a_baseline_reads_as_approved() => GoldenFile.Check("plan-baseline.json", ForecastText.Json(SampleDocuments.Forecast, SampleDocuments.Changes));

    [Fact]
    public void Of_a_calibration_reads_as_approved() => GoldenFile.Check("noise.json", NoiseText.Json(SampleDocuments.Calibration, null));

    [Fact]
    public void Of_a_checked_calibration_reads_as_approved() => GoldenFile.Check("noise-check.json", NoiseText.Json(SampleDocuments.Calibration, SampleDocuments.Check));

    [Fact]
    public void Of_a_trend_reads_as_approved() => GoldenFile.Check("trend.json", JsonText.Of(TrendDocument.Of(SampleDocuments.Trend), JsonText.Context.TrendDocument));
}
