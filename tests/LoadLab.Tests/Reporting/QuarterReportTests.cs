using LoadLab.Reporting.Html;
using LoadLab.Reporting.Markdown;
using LoadLab.Tests.Core.Production;

namespace LoadLab.Tests.Reporting;

/// <summary>The review of a quarter of known truth, as people read it.</summary>
public sealed class QuarterReportTests
{
    [Fact]
    public void The_quarter_is_as_it_was_approved() => GoldenFile.Check("quarter.md", ComplianceMarkdown.Of(QuarterSample.Report));

    [Fact]
    public void The_page_is_as_it_was_approved() => GoldenFile.Check("quarter.html", new ComplianceHtmlReport().Text(QuarterSample.Report));

    [Fact]
    public void Markup_in_the_data_stays_text_and_the_page_fetches_nothing()
    {
        var html = new ComplianceHtmlReport().Text(QuarterSample.Report with { Observations = ["<script>alert(1)</script> ![x](http://evil.example/x.png) <img src=x>"] });

        html.Should().NotContain("<script").And.NotContain("<img").And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;");
        html.Should().Contain("default-src 'none'");
    }
}
