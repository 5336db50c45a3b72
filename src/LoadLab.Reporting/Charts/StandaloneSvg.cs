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

    private static string Style() => Colours(Palette.Light)
        + """
        svg { font: 12px sans-serif; }
        .title { font-weight: 600; font-size: 13px; }
        .phase, .name { font-weight: 600; }
        .name { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
        .limit { stroke-width: 1.5; stroke-dasharray: 7 5; }
        .mark { stroke-width: 1.3; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
        .planned { stroke-dasharray: 1.5 4; }
        .area { fill-opacity: .18; }
        .cursor { display: none; }

        """
        + "@media (prefers-color-scheme: dark) {\n" + Colours(Palette.Dark) + "}\n";

    private static string Colours(Palette palette)
    {
        var css = new StringBuilder($$"""
            .ground { fill: {{palette.Ground}}; }
            .title { fill: {{palette.Text}}; }
            .tick, .phase { fill: {{palette.Muted}}; }
            .phase-bar, .shade-key { fill: {{palette.Rule}}; }
            .shade { fill: {{palette.Shade}}; }
            .fault { fill: {{palette.Fault}}; }
            .grid { stroke: {{palette.Grid}}; }
            .name { stroke: {{palette.Ground}}; }
            .limit { stroke: {{palette.Inks[Ink.Limit]}}; }

            """);
        foreach (var ink in Enum.GetValues<Ink>())
        {
            css.Append($".fill-{SvgChart.Class(ink)} {{ fill: {palette.Inks[ink]}; }} .line.stroke-{SvgChart.Class(ink)}, .mark.stroke-{SvgChart.Class(ink)} {{ stroke: {palette.Inks[ink]}; }}\n");
        }

        return css.ToString();
    }
}
