using LoadLab.Core;
using LoadLab.Reporting.Charts;
using SkiaSharp;

namespace LoadLab.Tests.Reporting;

public sealed class RunChartTests
{
    [Fact]
    public void Scratch()
    {
        File.WriteAllBytes("/tmp/good.png", RunChart.Png(SampleRun.Good(), SampleEvaluation.Good()));
        File.WriteAllBytes("/tmp/slow.png", RunChart.Png(SampleRun.Slow(), SampleEvaluation.Failed()));
        File.WriteAllText("/tmp/slow.html", LoadLab.Reporting.Html.HtmlText.Of(SampleRun.Slow(), SampleEvaluation.Failed()));File.WriteAllText("/tmp/good.html", LoadLab.Reporting.Html.HtmlText.Of(SampleRun.Good(), SampleEvaluation.Good()));
        File.WriteAllBytes("/tmp/none.png", RunChart.Png(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()));
    }
}
