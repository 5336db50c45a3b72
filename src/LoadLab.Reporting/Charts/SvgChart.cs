namespace LoadLab.Reporting.Charts;
internal static class SvgChart { public static string Draw(ChartModel m) => m.ToString(); }
