using LoadLab.Core.Catalogue;

namespace LoadLab.Cli.Terminal;

/// <summary>Says in words what an SLO is measured by. Pure.</summary>
internal static class SloFigureText
{
    public static string Of(Slo slo, SloCatalogue catalogue) => slo.Describe(name => Service(name, catalogue));

    private static string Service(string name, SloCatalogue catalogue)
    {
        var service = catalogue.Services[name];
        var steps = service.Steps.Count == 0 ? "that no scenario calls itself" : $"steps {string.Join(", ", service.Steps)}{(service.Except.Count > 0 ? $" without {string.Join(", ", service.Except)}" : "")}";
        return $"service {name} ({steps})";
    }
}
