using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>
/// The cells of the document's tables, written down here once more: the catalogue must have an entry for each of them, in the
/// document's words, and none for a row that the document does not have.
/// </summary>
public sealed class DocumentRowsTests
{
    private static readonly SloCatalogue Lms = SloCatalogue.Load(LmsText.Path);

    /// <summary>Section/row/column and the words of the cell. A row of 3 has one limit, so its source has no column.</summary>
    private static readonly Dictionary<string, string> Cells = new (string Place, string Words)[]
    {
        // 2.1 Core Services SLAs
        ("2.1/1/availability", "99.9%"), ("2.1/1/uptime", "876 hours/year"), ("2.1/1/period", "Monthly"), ("2.1/1/penalty", "Service credit or discount"),
        ("2.1/2/availability", "99.95%"), ("2.1/2/uptime", "876.4 hours/year"), ("2.1/2/period", "Monthly"), ("2.1/2/penalty", "Service credit or discount"),
        ("2.1/3/availability", "99.99%"), ("2.1/3/uptime", "876.8 hours/year"), ("2.1/3/period", "Monthly"), ("2.1/3/penalty", "Service credit or discount"),
        ("2.1/4/availability", "99.9%"), ("2.1/4/uptime", "876 hours/year"), ("2.1/4/period", "Monthly"), ("2.1/4/penalty", "Service credit or discount"),
        ("2.1/5/availability", "99.5%"), ("2.1/5/uptime", "871 hours/year"), ("2.1/5/period", "Monthly"), ("2.1/5/penalty", "Service credit or discount"),
        // 2.2 Response Time SLAs
        ("2.2/1/p95", "< 800ms"), ("2.2/1/p99", "< 2s"), ("2.2/1/method", "Prometheus + Grafana"),
        ("2.2/2/p95", "< 500ms"), ("2.2/2/p99", "< 2s"), ("2.2/2/method", "PostgreSQL pg_stat_statements"),
        ("2.2/3/p95", "< 10ms"), ("2.2/3/p99", "< 50ms"), ("2.2/3/method", "Redis INFO metrics"),
        ("2.2/4/p95", "< 5s (10MB)"), ("2.2/4/p99", "< 10s (10MB)"), ("2.2/4/method", "Application metrics"),
        ("2.2/5/p95", "< 30s"), ("2.2/5/p99", "< 60s"), ("2.2/5/method", "SMTP server logs"),
        // 2.3 Error Rate SLAs
        ("2.3/1/critical", "< 0.1% of requests"), ("2.3/1/high", "< 1% of requests"), ("2.3/1/medium", "< 2% of requests"),
        ("2.3/2/critical", "< 0.01% of requests"), ("2.3/2/high", "< 0.1% of requests"), ("2.3/2/medium", "< 0.5% of requests"),
        ("2.3/3/critical", "< 0.05% of queries"), ("2.3/3/high", "< 0.5% of queries"), ("2.3/3/medium", "< 1% of queries"),
        ("2.3/4/critical", "< 0.5% of tasks"), ("2.3/4/high", "< 2% of tasks"), ("2.3/4/medium", "< 5% of tasks"),
        // 3.1 Reliability SLOs
        ("3.1/1", "99.95%"), ("3.1/1/status", "TBD"), ("3.1/1/tool", "Prometheus + Alertmanager"),
        ("3.1/2", "99.98%"), ("3.1/2/status", "TBD"), ("3.1/2/tool", "PostgreSQL health checks"),
        ("3.1/3", "99.99%"), ("3.1/3/status", "TBD"), ("3.1/3/tool", "Redis health checks"),
        ("3.1/4", "99.9%"), ("3.1/4/status", "TBD"), ("3.1/4/tool", "Celery monitoring"),
        ("3.1/5", "100%"), ("3.1/5/status", "TBD"), ("3.1/5/tool", "Backup script logs"),
        // 3.2 Performance SLOs
        ("3.2/1", "< 600ms"), ("3.2/1/status", "TBD"), ("3.2/1/tool", "Prometheus + Grafana"),
        ("3.2/2", "< 1.5s"), ("3.2/2/status", "TBD"), ("3.2/2/tool", "Prometheus + Grafana"),
        ("3.2/3", "< 300ms"), ("3.2/3/status", "TBD"), ("3.2/3/tool", "PostgreSQL pg_stat_statements"),
        ("3.2/4", "< 5ms"), ("3.2/4/status", "TBD"), ("3.2/4/tool", "Redis INFO metrics"),
        ("3.2/5", "> 5 MB/s"), ("3.2/5/status", "TBD"), ("3.2/5/tool", "Application metrics"),
        // 3.3 Capacity SLOs
        ("3.3/1", "1,000 per instance"), ("3.3/1/status", "TBD"), ("3.3/1/tool", "Load testing results"),
        ("3.3/2", "150 per instance"), ("3.3/2/status", "TBD"), ("3.3/2/tool", "k6 load test results"),
        ("3.3/3", "< 80% of pool"), ("3.3/3/status", "TBD"), ("3.3/3/tool", "PostgreSQL metrics"),
        ("3.3/4", "< 70% of capacity"), ("3.3/4/status", "TBD"), ("3.3/4/tool", "Redis INFO metrics"),
        ("3.3/5", "< 100 items"), ("3.3/5/status", "TBD"), ("3.3/5/tool", "Celery monitoring"),
        // 5.1 Alert Thresholds
        ("5.1/1/warning", "99.5%"), ("5.1/1/critical", "99.0%"), ("5.1/1/escalation", "On-call engineer → Engineering lead"),
        ("5.1/2/warning", "1s"), ("5.1/2/critical", "2s"), ("5.1/2/escalation", "On-call engineer"),
        ("5.1/3/warning", "2.5s"), ("5.1/3/critical", "4s"), ("5.1/3/escalation", "On-call engineer → Engineering lead"),
        ("5.1/4/warning", "2%"), ("5.1/4/critical", "5%"), ("5.1/4/escalation", "On-call engineer"),
        ("5.1/5/warning", "70%"), ("5.1/5/critical", "90%"), ("5.1/5/escalation", "On-call engineer"),
    }.ToDictionary(cell => cell.Place, cell => cell.Words);

    /// <summary>What the document says outside its tables, and the catalogue too.</summary>
    private static readonly string[] Statements =
    [
        "4.3/1",
        "5.2/1", "5.2/2", "5.2/3", "5.2/4",
        "6.1/1",
        "9.1/1/target", "9.1/2/target", "9.1/3/target",
        "9.2/1", "9.2/2", "9.2/3", "9.2/4", "9.2/5", "9.2/6", "9.2/7",
        "10.1/1", "10.1/2", "10.1/3", "10.1/4",
        "10.2/1", "10.2/2", "10.2/3", "10.2/4",
    ];

    [Fact]
    public void The_tables_have_34_rows()
    {
        Cells.Keys.Select(place => string.Join('/', place.Split('/').Take(2))).Distinct().Should().HaveCount(34);
    }

    [Fact]
    public void Each_cell_has_an_entry()
    {
        var cited = Lms.Entries.SelectMany(entry => entry.Cites).ToHashSet();

        Cells.Keys.Concat(Statements).Where(place => !cited.Contains(place)).Should().BeEmpty();
    }

    [Fact]
    public void No_entry_cites_what_the_document_does_not_have()
    {
        var places = Cells.Keys.Concat(Statements).ToHashSet();

        Lms.Entries.SelectMany(entry => entry.Cites.Where(place => !places.Contains(place)).Select(place => $"{entry.Id} cites {place}")).Should().BeEmpty();
    }

    [Fact]
    public void Each_entry_has_the_words_of_its_cell()
    {
        var faults =
            from entry in Lms.Entries
            from said in entry.Columns.Select(column => (Place: Column(entry, column.Key), Words: column.Value)).Append((Place: entry.Source, Words: entry.Original))
            where Cells.TryGetValue(said.Place, out var cell) && cell != said.Words
            select $"{entry.Id}: {said.Place} is '{Cells[said.Place]}' in the document, and '{said.Words}' in the catalogue";

        faults.Should().BeEmpty();
    }

    [Fact]
    public void Each_alert_has_the_words_of_its_row_and_notifies_whom_it_says()
    {
        foreach (var alert in Lms.Document.OfType<AlertEntry>())
        {
            var row = new[] { "warning", "critical", "escalation" }.Select(column => Cells[Column(alert, column)]).ToList();

            alert.Original.Should().Be(string.Join(" | ", row));
            string.Join(" → ", alert.Notify).Should().Be(row[2]);
        }
    }

    [Fact]
    public void No_two_entries_stand_for_one_limit()
    {
        Lms.Entries.GroupBy(entry => entry.Source).Where(entries => entries.Count() > 1).Select(entries => entries.Key).Should().BeEmpty();
    }

    private static string Column(CatalogueEntry entry, string column) => string.Join('/', entry.Source.Split('/').Take(2).Append(column));
}
