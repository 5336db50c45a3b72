using System.Globalization;

namespace LoadLab.IntegrationTests.Production;

/// <summary>
/// June 2024 of an LMS, a sample a minute, 600 requests a minute: with an outage, a restart, a gap and maintenance whose effect on each figure is known.
/// All that follows is computed by hand from these numbers, never by what is tested.
/// </summary>
internal static class KnownMonth
{
    public const int Minutes = 30 * 1440;
    public const int PerMinute = 600;

    /// <summary>The LMS is restarted: every counter begins again at 0.</summary>
    public const int RestartMinute = (4 * 1440) + 30;

    /// <summary>42 minutes in which every request fails, and one in which 576 of 600 do.</summary>
    public const int OutageMinute = (9 * 1440) + 720;
    public const int OutageMinutes = 42;
    public const int LastMinuteBad = 576;

    /// <summary>Two hours that Prometheus did not see: no sample between the one at their beginning and the one at their end.</summary>
    public const int GapMinute = 14 * 1440;
    public const int GapMinutes = 120;

    /// <summary>Two hours of maintenance in which every request fails.</summary>
    public const int MaintenanceMinute = (19 * 1440) + 120;
    public const int MaintenanceMinutes = 120;

    /// <summary>Two samples in which 45 of 50 connections are used; 30 otherwise.</summary>
    public const int PoolMinute = 1000;

    /// <summary>Minutes of which something is known and which count.</summary>
    public const int CountingMinutes = Minutes - GapMinutes - MaintenanceMinutes;

    public const int BadEvents = (OutageMinutes * PerMinute) + LastMinuteBad;

    private const string Api = "instance=\"lms:8080\",job=\"lms\",route=\"/api/courses\",method=\"GET\"";

    public static DateTimeOffset Start { get; } = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Failed requests of the minute that ends with sample <paramref name="sample"/>.</summary>
    public static int BadBefore(int sample) => sample switch
    {
        > OutageMinute and <= OutageMinute + OutageMinutes => PerMinute,
        OutageMinute + OutageMinutes + 1 => LastMinuteBad,
        > MaintenanceMinute and <= MaintenanceMinute + MaintenanceMinutes => PerMinute,
        _ => 0,
    };

    /// <summary>Writes the month in the OpenMetrics format.</summary>
    public static void Write(TextWriter text)
    {
        Gauge(text, "up", "instance=\"lms:8080\",job=\"lms\"", _ => 1);
        text.Write("# TYPE lms_http_request_duration_seconds_count unknown\n");
        Counter(text, $"lms_http_request_duration_seconds_count{{{Api},status=\"200\"}}", sample => PerMinute - BadBefore(sample));

        // The first failure makes this series. What came before its first sample is known to have been 0, since the LMS was scraped.
        Counter(text, $"lms_http_request_duration_seconds_count{{{Api},status=\"503\"}}", BadBefore, first: OutageMinute + 1);

        // Of 600 good answers 560 take up to 0.6 s, 590 up to 0.8 s; in the minute with 24 good ones 22 and 23.
        text.Write("# TYPE lms_http_request_duration_seconds_bucket unknown\n");
        Bucket("0.6", 560, 22);
        Bucket("0.8", 590, 23);
        Bucket("+Inf", PerMinute, PerMinute - LastMinuteBad);
        Gauge(text, "lms_db_pool_connections", "instance=\"lms:8080\",job=\"lms\",state=\"used\"", sample => sample is PoolMinute or PoolMinute + 1 ? 45 : 30);
        Gauge(text, "lms_db_pool_max", "instance=\"lms:8080\",job=\"lms\"", _ => 50);

        void Bucket(string le, int usual, int last) => Counter(
            text, $"lms_http_request_duration_seconds_bucket{{{Api},status=\"200\",le=\"{le}\"}}", sample => BadBefore(sample) switch
            {
                0 => usual,
                LastMinuteBad => last,
                _ => 0,
            });
    }

    private static void Counter(TextWriter text, string series, Func<int, int> rise, int first = 0)
    {
        long count = 0;
        for (var sample = 0; sample <= Minutes; sample++)
        {
            count = (sample == RestartMinute + 1 ? 0 : count) + (sample == 0 ? 0 : rise(sample));
            Line(text, series, sample, count, first);
        }
    }

    private static void Gauge(TextWriter text, string name, string labels, Func<int, int> value)
    {
        text.Write(string.Create(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n"));
        for (var sample = 0; sample <= Minutes; sample++)
        {
            Line(text, $"{name}{{{labels}}}", sample, value(sample), 0);
        }
    }

    private static void Line(TextWriter text, string series, int sample, long value, int first)
    {
        if (sample >= first && sample is not (> GapMinute and < GapMinute + GapMinutes))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{series} {value} {Start.AddMinutes(sample).ToUnixTimeSeconds()}\n"));
        }
    }
}
