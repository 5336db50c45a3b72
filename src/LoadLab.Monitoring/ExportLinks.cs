namespace LoadLab.Monitoring;

/// <summary>Addresses that stand in the files of an export.</summary>
/// <param name="Dashboards">Address of the Grafana, for links of alerts; without a slash at its end.</param>
/// <param name="Runbook">Address of the runbook, for links of alerts; empty for the name of the one that is made beside the rules.</param>
/// <param name="Receivers">Where notifications are posted: the name of who is told is put behind it; without a slash at its end.</param>
/// <param name="Healer">Where <c>loadlab heal</c> listens; without a slash at its end.</param>
public sealed record ExportLinks(string Dashboards = "http://127.0.0.1:3000", string Runbook = "", string Receivers = "http://127.0.0.1:9095", string Healer = "http://127.0.0.1:9096");
