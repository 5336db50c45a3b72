using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Reads <c>kind: capacity</c>: <c>offered: {users: 1000, per: instance, hold: 60s}</c> and <c>holds:</c>.</summary>
internal sealed class CapacityReader(YamlReader row)
{
    public CapacitySlo Read(string id, string title, SloTier tier, string source)
    {
        long? users = null;
        double? rate = null;
        var per = "instance";
        var hold = TimeSpan.Zero;
        if (row.Map("offered", required: true) is { } offered)
        {
            users = offered.Integer("users");
            rate = offered.Rate("arrivalRate");
            per = offered.OneOf("per", ["instance", "system"]) ?? per;
            hold = offered.Duration("hold", required: true) ?? hold;
            if (users is null == rate is null)
            {
                row.Fault("offered", "must hold either users or arrivalRate.");
            }

            if (users is < 1 or > int.MaxValue || rate is { } given && !(given > 0 && double.IsFinite(given)))
            {
                row.Fault("offered", "the load must be above 0.");
            }

            offered.Done();
        }

        var holds = row.Texts("holds");
        if (holds.Count == 0)
        {
            row.Fault("holds", "a capacity row needs the ids of the SLOs that must hold under its load.");
        }

        return new CapacitySlo
        {
            Id = id,
            Title = title,
            Tier = tier,
            Source = source,
            Users = (int?)users,
            ArrivalRatePerSecond = rate,
            Per = per,
            Hold = hold,
            Holds = holds,
            Objective = users is { } count
                ? new Objective(ComparisonOperator.GreaterThanOrEqual, count, "users", FormattableString.Invariant($"{count} users"))
                : new Objective(ComparisonOperator.GreaterThanOrEqual, rate ?? 0, "1/s", RateValue.Format(rate ?? 0)),
        };
    }
}
