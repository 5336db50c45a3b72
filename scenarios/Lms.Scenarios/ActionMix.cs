using System.Globalization;

namespace Lms.Scenarios;

/// <summary>Draws actions in proportion to their weights. Immutable.</summary>
internal sealed class ActionMix
{
    private const string Prefix = "weight.";

    private readonly string[] _actions;
    private readonly double[] _upTo;

    private ActionMix(IReadOnlyList<(string Action, double Weight)> weights)
    {
        _actions = [.. weights.Select(pair => pair.Action)];
        _upTo = new double[_actions.Length];
        var sum = 0.0;
        for (var i = 0; i < _actions.Length; i++)
        {
            _upTo[i] = sum += weights[i].Weight;
        }
    }

    /// <summary>The mix of <paramref name="defaults"/>, with the weights that <c>weight.&lt;action&gt;</c> settings replace.</summary>
    /// <param name="defaults">Actions and weights.</param>
    /// <param name="known">Every action that a setting may name, also one that is not in this mix: scenarios of one suite share their settings.</param>
    /// <param name="settings">The suite's settings.</param>
    /// <param name="faults">Gets what is wrong with the settings.</param>
    public static ActionMix Create(
        IReadOnlyList<(string Action, double Weight)> defaults,
        IReadOnlyList<(string Action, double Weight)> known,
        IReadOnlyDictionary<string, string> settings,
        List<string> faults)
    {
        var names = string.Join(", ", known.Select(pair => pair.Action));
        foreach (var key in settings.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (known.All(pair => pair.Action != key[Prefix.Length..]))
            {
                faults.Add($"Setting '{key}' names no action. Actions are: {names}.");
            }
        }

        (string Action, double Weight)[] weights = [.. defaults.Select(pair => (pair.Action, WeightOf(pair, settings, faults)))];
        if (weights.Sum(pair => pair.Weight) <= 0)
        {
            faults.Add($"The weights of {string.Join(", ", weights.Select(pair => pair.Action))} are all 0. Give at least one action a weight above 0.");
            weights = [.. defaults];
        }

        return new ActionMix(weights);
    }

    /// <summary>The share of an action, 0 to 1.</summary>
    public double ShareOf(string action)
    {
        var i = Array.IndexOf(_actions, action);
        return i < 0 ? 0 : (_upTo[i] - (i == 0 ? 0 : _upTo[i - 1])) / _upTo[^1];
    }

    /// <summary>An action. Takes one number from <paramref name="random"/>.</summary>
    public string Pick(Random random)
    {
        var at = random.NextDouble() * _upTo[^1];
        for (var i = 0; i < _upTo.Length; i++)
        {
            if (at < _upTo[i])
            {
                return _actions[i];
            }
        }

        // Only where rounding carries the product up to the sum; the last action may have weight 0.
        return _actions[Array.IndexOf(_upTo, _upTo[^1])];
    }

    private static double WeightOf((string Action, double Weight) pair, IReadOnlyDictionary<string, string> settings, List<string> faults)
    {
        if (!settings.TryGetValue(Prefix + pair.Action, out var text))
        {
            return pair.Weight;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight))
        {
            return weight;
        }

        faults.Add($"Setting '{Prefix}{pair.Action}' is '{text}'. Write a number from 0 up, such as 30 or 2.5.");
        return pair.Weight;
    }
}
