using System.Globalization;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Contradictions of a suite that can be told without its scenario assembly. All of them, each with where, what and what to do.</summary>
internal static class SuiteChecks
{
    public static IReadOnlyList<string> FindContradictions(SuiteDefinition suite)
    {
        var faults = new List<string>();
        foreach (var phase in suite.Phases)
        {
            new PhaseChecks(suite.Name, phase, faults).Run();
        }

        foreach (var twice in suite.Phases.GroupBy(phase => phase.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"{twice.Last().Origin}: Suite '{suite.Name}': the phase name '{twice.Key}' stands {Text(twice.Count())} times. Give each phase a name of its own.");
        }

        CheckStack(suite, faults);
        faults.AddRange(MetricsChecks.Find(suite));
        return faults;
    }

    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static void CheckStack(SuiteDefinition suite, List<string> faults)
    {
        var lms = suite.Stack.Lms;
        if (lms.Enrolments > (long)lms.Users * lms.Courses)
        {
            faults.Add(
                $"{suite.Origin}: Suite '{suite.Name}': lms.data.enrolments {Text(lms.Enrolments)} is more than users {Text(lms.Users)} × courses {Text(lms.Courses)}. "
                + "A user enrols in a course once: lower enrolments, or raise users or courses.");
        }

        var needed = (lms.PoolSize * suite.Stack.ApiInstances) + Planner.ReservedConnections;
        var times = suite.Stack.ApiInstances == 1 ? "" : $" × stack.api.instances {Text(suite.Stack.ApiInstances)}";
        if (suite.Stack.Postgres.TryGetValue("max_connections", out var text)
            ? !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var connections) || connections < needed
            : suite.Stack.ApiInstances > 1 && needed > Planner.DefaultMaxConnections)
        {
            faults.Add(
                $"{suite.Origin}: Suite '{suite.Name}': stack.postgres.max_connections {text ?? Text(Planner.DefaultMaxConnections)} is below lms.pool.size {Text(lms.PoolSize)}{times} + "
                + $"{Text(Planner.ReservedConnections)} for superusers and probes. Raise max_connections to at least {Text(needed)}.");
        }

        foreach (var (key, value) in suite.Settings.Where(setting => setting.Key.EndsWith(".bytes", StringComparison.Ordinal)))
        {
            if (!SizeValue.TryParse(value, out _) && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                faults.Add($"{suite.Origin}: Suite '{suite.Name}': settings.{key} '{value}' is not {SizeValue.Allowed}.");
            }
        }
    }
}
