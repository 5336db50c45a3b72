using YamlDotNet.RepresentationModel;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>The configuration of Prometheus and Grafana fits <c>docker-compose.yml</c>.</summary>
public sealed class MonitoringConfigTests
{
    private static readonly YamlMappingNode s_prometheus = ComposeFile.Read("infra", "prometheus", "prometheus.yml");

    /// <summary>Grafana's one data source.</summary>
    internal static YamlNode DataSource { get; } =
        ((YamlSequenceNode)ComposeFile.Read("infra", "grafana", "provisioning", "datasources", "prometheus.yml")["datasources"]).Children.Should().ContainSingle().Subject;

    [Fact]
    public void Prometheus_scrapes_the_LMS_where_it_listens()
    {
        var targets = ((YamlSequenceNode)s_prometheus["scrape_configs"]).SelectMany(job => (YamlSequenceNode)job["static_configs"])
            .SelectMany(targets => ((YamlMappingNode)targets).Texts("targets"));

        targets.Should().Equal($"lms:{PortOf("lms")}");
    }

    [Fact]
    public void Grafana_asks_Prometheus_where_it_listens_and_knows_its_interval()
    {
        ComposeFile.Text(DataSource["url"]).Should().Be($"http://prometheus:{PortOf("prometheus")}");
        DataSource["jsonData"]["timeInterval"].Should().Be(s_prometheus["global"]["scrape_interval"]);
    }

    [Fact]
    public void Grafana_finds_the_dashboards_where_they_are_mounted()
    {
        var folders = ((YamlSequenceNode)ComposeFile.Read("infra", "grafana", "provisioning", "dashboards", "lms.yml")["providers"])
            .Select(provider => ComposeFile.Text(provider["options"]["path"])).ToList();
        var grafana = ComposeFile.Services["grafana"];

        folders.Should().HaveCount(2);
        grafana.Texts("volumes").Should().Contain($"./infra/grafana/dashboards:{folders[0]}:ro").And.Contain($"./infra/grafana/slo:{folders[1]}:ro");
        foreach (var kind in (string[])["datasources", "dashboards"])
            grafana.Texts("volumes").Should().Contain($"./infra/grafana/provisioning/{kind}:/etc/grafana/provisioning/{kind}:ro");
        ComposeFile.Text(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]).Should().Be($"{folders[1]}/lms-slos.json");
        Directory.GetFiles(Path.Combine(Built.Home, "infra", "grafana", "dashboards")).Select(Path.GetFileName).Should().Equal("lms.json");
    }

    [Fact]
    public void Prometheus_has_the_rules_of_the_catalogue_and_tells_Alertmanager_where_it_listens()
    {
        ComposeFile.Services["prometheus"].Texts("volumes").Should().Contain("./infra/prometheus/slo:/etc/prometheus/slo:ro");
        s_prometheus.Texts("rule_files").Should().BeEquivalentTo("slo/lms-recording.yml", "slo/lms-alerts.yml");
        ((YamlSequenceNode)s_prometheus["alerting"]["alertmanagers"]).SelectMany(one => (YamlSequenceNode)one["static_configs"])
            .SelectMany(targets => ((YamlMappingNode)targets).Texts("targets")).Should().Equal($"alertmanager:{PortOf("alertmanager")}");
        ComposeFile.Services["alertmanager"].Texts("command").Should().Contain("--config.file=/etc/alertmanager/lms-alertmanager.yml");
        ComposeFile.Services["alertmanager"].Texts("volumes").Should().Contain("./infra/alertmanager:/etc/alertmanager:ro");
    }

    [PrometheusFact]
    public async Task Prometheus_accepts_its_configuration()
    {
        var result = await ToolResult.OfAsync(
            [ComposeTool.OnPath("promtool")!, "check", "config", Path.Combine(Built.Home, "infra", "prometheus", "prometheus.yml")], new Dictionary<string, string>());

        result.ExitCode.Should().Be(0, result.Output + result.Error);
    }

    private static string PortOf(string service) => ComposeFile.Services[service].Texts("ports").Single().Split(':')[^1];
}
