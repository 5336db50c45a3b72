using System.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>An SVG chart that needs no page around it: its own name space, colours and ground.</summary>
internal static class StandaloneSvg
{
    public static string Draw(ChartModel model)
    {
        var chart = SvgChart.Draw(model);
        var head = chart.IndexOf('>', StringComparison.Ordinal);
        return string.Concat(chart.AsSpan(0, head), " xmlns=\"http://www.w3.org/2000/svg\">\n<style>\n", Style(), "</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>")
            + chart[(head + 1)..];
    }

    private static string Style()
    {
        var css = new StringBuilder($$"""
            svg { font: 12px sans-serif; }
            .ground { fill: {{Palette.Ground}}; }
            .title { font-weight: 600; font-size: 13px; fill: {{Palette.Text}}; }
            .tick, .phase { fill: {{Palette.Muted}}; }
            .phase { font-weight: 600; }
            .phase-bar, .shade-key { fill: #cfd5de; }
            .shade { fill: {{Palette.Shade}}; }
            .grid { stroke: {{Palette.Grid}}; }
            .name { font-weight: 600; paint-order: stroke; stroke: {{Palette.Ground}}; stroke-width: 4px; stroke-linejoin: round; }
            .limit { stroke: {{Palette.Light(Ink.Limit)}}; stroke-width: 1.5; stroke-dasharray: 7 5; }
            .mark { stroke-width: 1.3; }
            .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
            .planned { stroke-dasharray: 1.5 4; }
            .area { fill-opacity: .18; }
            .cursor { display: none; }

            """);
        foreach (var ink in Enum.GetValues<Ink>())
        {
            css.Append($".fill-{SvgChart.Class(ink)} {{ fill: {Palette.Light(ink)}; }} .line.stroke-{SvgChart.Class(ink)}, .mark.stroke-{SvgChart.Class(ink)} {{ stroke: {Palette.Light(ink)}; }}\n");
        }

        return css.ToString();
    }
}
