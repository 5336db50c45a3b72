using System.Globalization;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Capacity.Search;

/// <summary>A load as it is written for a search: <c>50</c>, <c>50/s</c>, <c>50 users</c>.</summary>
/// <param name="Amount">Starts a second, or users.</param>
/// <param name="Model">What its unit says that it counts; null for a plain number, which is a load of any model.</param>
public readonly record struct CapacityLoad(double Amount, CapacityModel? Model)
{
    private const string Users = "users";

    /// <summary>A plain number.</summary>
    public static implicit operator CapacityLoad(double value) => new(value, null);

    /// <summary>Reads the form only: whether the load is sensible is the planner's business.</summary>
    public static bool TryParse(string text, out CapacityLoad load)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isUsers = text.EndsWith(Users, StringComparison.Ordinal);
        if (!isUsers && RateValue.TryParse(text, out var rate))
        {
            load = new CapacityLoad(rate, CapacityModel.Rate);
            return true;
        }

        var isNumber = double.TryParse(isUsers ? text.AsSpan(0, text.Length - Users.Length).TrimEnd() : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        load = new CapacityLoad(number, isUsers ? CapacityModel.Users : null);
        return isNumber;
    }
}
