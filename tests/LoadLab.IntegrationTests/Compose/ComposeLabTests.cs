using System.Globalization;
using System.Text.Json;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.IntegrationTests.Stacks.Containers;
using Npgsql;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>The lab comes up for real.</summary>
[Collection(ContainerEngine.Name)]
public sealed class ComposeLabTests
{
    [ComposeFact(engine: true, prometheus: false)]
    public async Task Comes_up_healthy_and_durable_and_leaves_nothing()
    {
        var volumes = await ContainerTestStack.DanglingVolumesAsync();
        await using var lab = new ComposeLab();
        await lab.UpAsync("postgres", "redis", "lms");
        using var client = new HttpClient { BaseAddress = lab.AddressOf("lms") };

        var health = JsonDocument.Parse(await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).RootElement;
        health.GetProperty("postgres").GetString().Should().Be("ok");
        health.GetProperty("redis").GetString().Should().Be("ok");
        await IsDurableAsync(lab);

        await lab.DownAsync();
        (await lab.LeftAsync()).Should().BeEmpty();
        (await ContainerTestStack.DanglingVolumesAsync()).Except(volumes).Should().BeEmpty();
    }

    [ComposeFact(engine: true, prometheus: true)]
    public async Task Prometheus_has_a_figure_for_every_expression_of_the_dashboard()
    {
        await using var lab = new ComposeLab();
        await lab.UpAsync("prometheus");
        using var lms = new HttpClient { BaseAddress = lab.AddressOf("lms") };
        using var prometheus = new HttpClient { BaseAddress = lab.AddressOf("prometheus") };

        foreach (var expression in Dashboard.Panels.SelectMany(panel => panel.Expressions))
        {
            await Eventually.AsyncTrue(
                async () =>
                {
                    (await lms.GetAsync(new Uri("/api/courses/search?q=algebra", UriKind.Relative))).Dispose();
                    return await HasFiguresAsync(prometheus, expression);
                },
                $"there is a figure for {expression}");
        }
    }

    private static async Task IsDurableAsync(ComposeLab lab)
    {
        await using var connection = new NpgsqlConnection(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={lab.PortOf("postgres")};Username=lms;Password=lms;Database=lms;Pooling=false"));
        await connection.OpenAsync();
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            await using var show = new NpgsqlCommand($"SHOW {setting}", connection);
            (await show.ExecuteScalarAsync()).Should().Be("on", setting);
        }

        await using var statements = new NpgsqlCommand("SELECT count(*) FROM pg_stat_statements WHERE calls > 0", connection);
        ((long)(await statements.ExecuteScalarAsync())!).Should().BePositive("the LMS has filled its tables");
    }

    /// <summary>Grafana puts four scrape intervals for <c>$__rate_interval</c>.</summary>
    private static async Task<bool> HasFiguresAsync(HttpClient prometheus, string expression)
    {
        var query = Uri.EscapeDataString(expression.Replace("$__rate_interval", "20s", StringComparison.Ordinal));
        using var answer = await prometheus.GetAsync(new Uri($"/api/v1/query?query={query}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.Should().BeTrue($"{expression} is PromQL: {text}");
        var series = JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToList();
        return series.Any(one => one.GetProperty("value")[1].GetString() != "NaN");
    }
}
