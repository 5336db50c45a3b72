using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads <c>production:</c> of a row. Which queries a row may have follows from its kind.</summary>
internal static class ProductionReader
{
    public static ProductionQueries? Read(YamlReader row, Slo slo)
    {
        if (row.Map("production") is not { } map)
        {
            return null;
        }

        var queries = new ProductionQueries { NotMeasured = map.Text("notMeasured") ?? "" };
        if (slo.Figure == SloFigure.Load)
        {
            row.Fault("production", "an offered load is no SLO of production: there the load is what users bring. Take it out.");
            Skip(map);
        }
        else
        {
            queries = slo switch
            {
                ResponseTimeSlo => queries with { Histogram = Query(map, "histogram"), Value = Query(map, "value"), UnitMs = ReadUnit(map) },
                { Figure: SloFigure.Share } => queries with { Good = Query(map, "good"), Total = Query(map, "total") },
                _ => queries with { Value = Query(map, "value") },
            };
            Check(row, queries, slo);
        }

        map.Done();
        return queries;
    }

    private static void Check(YamlReader row, ProductionQueries queries, Slo slo)
    {
        var ways = new[] { queries.Good.Length + queries.Total.Length, queries.Histogram.Length, queries.Value.Length, queries.NotMeasured.Length }.Count(length => length > 0);
        var allowed = slo switch
        {
            ResponseTimeSlo => "histogram, value or notMeasured",
            { Figure: SloFigure.Share } => "good and total, or notMeasured",
            _ => "value or notMeasured",
        };
        if (ways != 1 || queries.Good.Length == 0 != (queries.Total.Length == 0))
        {
            row.Fault("production", $"must hold exactly one of: {allowed}.");
        }
    }

    private static double ReadUnit(YamlReader map) => map.OneOf("unit", ["seconds", "milliseconds"]) == "milliseconds" ? 1 : 1000;

    private static string Query(YamlReader map, string key)
    {
        var query = map.Text(key) ?? "";
        if (QueryText.Fault(query) is { } fault)
        {
            map.Fault(key, fault);
        }
        else if (key == "histogram" && query.Length > 0 && !QueryText.IsSelector(query))
        {
            map.Fault(key, $"'{query}' is not a selector of buckets. Write the metric's name that ends in _bucket and its labels in braces: http_request_duration_seconds_bucket{{job=\"lms\"}}.");
        }

        return query;
    }

    private static void Skip(YamlReader map)
    {
        foreach (var key in map.Keys)
        {
            map.Node(key);
        }
    }
}
