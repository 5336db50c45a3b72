using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads <c>services:</c>. A service is the steps that use it, and the services without which it fails.</summary>
internal sealed class ServiceReader(YamlReader top, Dictionary<string, ServiceMap> services)
{
    public void Read()
    {
        if (top.Map("services", required: true) is not { } map)
        {
            return;
        }

        foreach (var name in map.Keys.Distinct())
        {
            if (map.Map(name) is { } service)
            {
                // An empty list says that no scenario calls it itself. A missing one is a slip.
                if (!service.Has("steps"))
                {
                    service.Fault("steps", "a service needs at least one step. '*' stands for all. Write [] when no scenario calls it itself.");
                }

                services[name] = new ServiceMap(name, service.Text("title") ?? name, service.Texts("steps"), service.Texts("except"))
                {
                    DependsOn = ReadDependsOn(service, name, map.Keys),
                };
                service.Done();
            }
        }
    }

    private static IReadOnlyList<string> ReadDependsOn(YamlReader service, string name, IReadOnlyList<string> names)
    {
        var needed = service.Texts("dependsOn");
        foreach (var unknown in needed.Except(names))
        {
            service.Fault("dependsOn", $"there is no service '{unknown}'.{NearestName.Sentence(unknown, names)} Services: {string.Join(", ", names.Distinct())}.");
        }

        if (needed.Contains(name))
        {
            service.Fault("dependsOn", $"'{name}' cannot depend on itself.");
        }

        return needed;
    }
}
