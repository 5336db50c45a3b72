using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadLab.ReferenceLms.Errors;

/// <summary>Gathers what is wrong with a request, to answer with all of it.</summary>
internal sealed class InputFaults
{
    private readonly Dictionary<string, string[]> _faults = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>Notes a fault of <paramref name="field"/>.</summary>
    public void Add(string field, string fault) =>
        _faults[field] = _faults.TryGetValue(field, out var before) ? [.. before, fault] : [fault];

    /// <summary>Wants a text that is not blank and has at most <paramref name="maxLength"/> characters.</summary>
    public void Text(string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(field, $"'{field}' is required and must not be blank.");
        }
        else if (value.Length > maxLength)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"'{field}' has {value.Length} characters; at most {maxLength} are allowed."));
        }
        else if (value.Contains('\0', StringComparison.Ordinal))
        {
            // Postgres can't store it.
            Add(field, $"'{field}' has a character with code 0.");
        }
    }

    /// <summary>Wants a number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public void Range(string field, int? value, int min, int max)
    {
        if (value is null)
        {
            Add(field, $"'{field}' is required.");
        }
        else if (value < min || value > max)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"'{field}' is {value}. It must lie from {min} to {max}."));
        }
    }

    /// <summary>Status 400 with every fault.</summary>
    public ValidationProblem ToResult() => TypedResults.ValidationProblem(_faults);
}
