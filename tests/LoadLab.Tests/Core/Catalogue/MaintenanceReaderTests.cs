using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Tests.Core.Production;

namespace LoadLab.Tests.Core.Catalogue;

public sealed class MaintenanceReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_of_its_own_is_read()
    {
        File.WriteAllText(_file, "maintenance:\n  - {from: 2026-10-04T04:00+02:00, to: 2026-10-04T04:00Z, reason: new disks}\n");

        var from = new DateTimeOffset(2026, 10, 4, 2, 0, 0, TimeSpan.Zero);
        MaintenanceReader.Load(_file).Should().Equal(new MaintenanceWindow(from, from.AddHours(2), "new disks"));
    }

    [Fact]
    public void Every_fault_is_told_with_its_place()
    {
        File.WriteAllText(_file, "maintenance:\n  - {from: 2026-10-04T02:00, to: tomorrow}\n  - {from: 2026-10-04, to: 2026-10-03, reason: x, by: me}\nmore: 1\n");

        FluentActions.Invoking(() => MaintenanceReader.Load(_file)).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            $"{_file}:2:12: maintenance[0].from: '2026-10-04T02:00' is not {MomentText.Allowed}.",
            $"{_file}:2:34: maintenance[0].to: 'tomorrow' is not {MomentText.Allowed}.",
            $"{_file}:2:5: maintenance[0].reason: is missing and must be given.",
            $"{_file}:3:28: maintenance[1].to: 2026-10-03T00:00Z is not after from, 2026-10-04T00:00Z.",
            $"{_file}:3:51: maintenance[1].by: unknown key. Known here: from, reason, to.",
            $"{_file}:4:1: more: unknown key. Known here: maintenance.");
    }

    [Fact]
    public void A_row_has_one_way_to_be_measured_in_production()
    {
        var text = Sample.Text.Replace("production: {histogram: http_seconds_bucket}", "production: {histogram: http_seconds_bucket, value: a}", StringComparison.Ordinal)
            .Replace("production: {good: good, total: total}", "production: {good: '$__increase(rate(a[5m]))'}", StringComparison.Ordinal);

        FluentActions.Invoking(() => SloCatalogue.Parse(text, "shop.yaml")).Should().Throw<LoadLabException>().Which.Faults.Should().BeEquivalentTo(
            "shop.yaml:31:24: slos.errors.production.good: $__increase needs a selector in parentheses and nothing else: $__increase(http_requests_total{job=\"lms\"}).",
            "shop.yaml:31:17: slos.errors.production: must hold exactly one of: good and total, or notMeasured.",
            "shop.yaml:40:17: slos.p95.production: must hold exactly one of: histogram, value or notMeasured.");
    }
}
