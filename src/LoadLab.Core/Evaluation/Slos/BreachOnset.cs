namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// From when on a limit was broken. A single slow second, such as a pause of the machine, crosses a limit too and breaks nothing: what counts is
/// where the crossings go on, or where a good part of the bad requests lies close together. A lock, for one, ends all its waiters in one second.
/// </summary>
internal static class BreachOnset
{
    /// <summary>Seconds that count as close together.</summary>
    private const int Near = 5;

    /// <summary>Crossed seconds among them that are no single slow one.</summary>
    private const int Lasting = 3;

    /// <summary>Share of all bad requests that is a good part.</summary>
    private const double GoodPart = 0.25;

    /// <summary>Fewest requests that are looked at together: a percentile of fewer says nothing.</summary>
    private const int Fewest = 20;

    /// <summary>A second of a phase, or several where one has too few requests.</summary>
    /// <param name="At">Its first second, on the run's clock.</param>
    /// <param name="Bad">Requests past the limit.</param>
    /// <param name="IsCrossed">True when it is past the limit by itself.</param>
    public readonly record struct Second(int At, long Bad, bool IsCrossed);

    /// <summary>
    /// Seconds put together until they have <see cref="Fewest"/> requests: at a low rate, and while a target hardly answers. What is left at the end
    /// is left out.
    /// </summary>
    /// <param name="seconds">Rising.</param>
    /// <param name="requests">Requests that ended in a second.</param>
    public static IEnumerable<IReadOnlyList<T>> Together<T>(IEnumerable<T> seconds, Func<T, long> requests)
    {
        var (group, count) = (new List<T>(), 0L);
        foreach (var second in seconds)
        {
            group.Add(second);
            count += requests(second);
            if (count >= Fewest)
            {
                yield return group;
                (group, count) = ([], 0);
            }
        }
    }

    /// <summary>The first crossed second from which on it lasts; the first crossed one when none lasts, and null when none is.</summary>
    /// <param name="seconds">Rising.</param>
    public static int? Of(IReadOnlyList<Second> seconds)
    {
        var goodPart = GoodPart * seconds.Sum(second => second.Bad);
        int? first = null;
        for (var i = 0; i < seconds.Count; i++)
        {
            if (!seconds[i].IsCrossed)
            {
                continue;
            }

            first ??= seconds[i].At;
            var near = seconds.Skip(i).Take(Near).ToList();
            if (near.Count(second => second.IsCrossed) >= Lasting || near.Sum(second => second.Bad) >= goodPart)
            {
                return seconds[i].At;
            }
        }

        return first;
    }
}
