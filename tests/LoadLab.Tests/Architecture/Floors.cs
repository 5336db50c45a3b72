namespace LoadLab.Tests.Architecture;

/// <summary>
/// The order of a project's namespaces, the lowest first: a type may know its own and those that stand before it. A new namespace is put where it belongs;
/// one that is missing here fails.
/// </summary>
internal static class Floors
{
    /// <summary>Data below rules, rules below what runs them.</summary>
    public static readonly string[] Core =
    [
        "",
        "Files",
        "Text",
        "Tls",
        "Cgroups",
        "Yaml",
        "Measurement.Histograms",
        "Measurement",
        "Statistics",
        "Budgets",
        "Capacity",
        "Runs",
        "Runs.Shapes",
        "Verdicts",
        "Catalogue Catalogue.Document",
        "Evaluation.Judging",
        "Evaluation.Slos",
        "Evaluation.Windows",
        "Evaluation.Faults",
        "Evaluation.ValidityChecks",
        "Evaluation.Alerts",
        "Evaluation.Attribution",
        "Evaluation.Decisions",
        "Evaluation",
        "Lint",
        "Suites",
        "Forecast",
        "Store",
        "Production",
        "Comparison",
        "Noise",
        "Trend",
        "Gate",
        "Capacity.Search",
        "Capacity.Model",
        "Capacity.Planning",
        "Running",
    ];

    /// <summary>From the bytes of one message up to the run and what is built on it.</summary>
    public static readonly string[] Engine =
    [
        "Messages", "Pacing", "Recording", "SelfHealth", "Tracing", "Connections", "Http2", "Clients", "Scenarios", "VirtualUsers", "", "Http", "SelfTest",
    ];

    /// <summary>From clients and the machine up to the stacks.</summary>
    public static readonly string[] Stacks =
    [
        "", "Clients", "Machine", "Settings", "Fingerprints", "Setup", "Probes", "Prometheus", "Processes", "Containers", "External", "Doctor",
    ];

    /// <summary>What every route group stands on, the route groups, and the host that puts them together.</summary>
    public static readonly string[] ReferenceLms =
    [
        "Configuration", "Metrics", "Errors", "Data", "Security", "Data.Generation", "Mails", "Courses", "Enrolments", "Files", "Submissions", "Health", "Hosting",
    ];

    /// <summary>Metrics and files, then what a user has, then the modules over it, then the interpreter; the root runs scripts.</summary>
    public static readonly string[] K6 = ["Metrics", "Messages", "Scripts", "State", "Requests", "Calls", "Modules Modules.Grpc Modules.Html Modules.Sockets Modules.WebCrypto", "Loads", "Summaries", "Results", "Exports", "Driving", "Hosting", ""];

    /// <summary>Files and PromQL, then what is alerted, then the tools that read it; the root is what an export is, and knows the mark of its files.</summary>
    public static readonly string[] Monitoring = ["Documents", "", "Rows", "Alerting", "Prometheus Alertmanager Grafana OpenSlo Sloth Pyrra Healing"];

    /// <summary>What leaves the machine; neither way knows the other.</summary>
    public static readonly string[] Publishing = ["RemoteWrite", "Live Letters"];

    /// <summary>The journey of a user, then what it is read from, then what is written; the root makes projects.</summary>
    public static readonly string[] Scaffolding = ["Journeys", "Sources", "Correlation", "Curl Har OpenApi Postman", "Writing", ""];

    /// <summary>What was asked for, and how it is asked for again; the root makes runs of it.</summary>
    public static readonly string[] Preparation = ["Invocations", ""];

    public static readonly string[] Reporting = ["Figures", "Charts", "Html Markdown JUnit GitHub Json"];

    /// <summary>What is written, shown and asked for, then what commands share, then the commands; the composition root is the top.</summary>
    public static readonly string[] Cli = ["Documents", "Terminal", "Invocations", "Parts", "Http", "Options", "Stored", "Making", "Ci", "Commands", ""];
}
