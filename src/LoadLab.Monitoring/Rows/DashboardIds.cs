using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;

namespace LoadLab.Monitoring.Rows;

/// <summary>The ids of the dashboards, at most 40 characters: alerts link to them.</summary>
internal static class DashboardIds
{
    /// <summary>That of the page with every SLO.</summary>
    public static string Overview(SloCatalogue catalogue) => Slug.Of(catalogue.Name, 30) + "-slos";

    /// <summary>That of a service's page.</summary>
    public static string Service(SloCatalogue catalogue, string service) => $"{Slug.Of(catalogue.Name, 18)}-slo-{Slug.Of(service, 17)}";
}
