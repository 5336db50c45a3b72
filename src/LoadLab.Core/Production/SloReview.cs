using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>What people talk about when they review a week, a month or a quarter, in the five steps of the document (7.1). Everything in it was computed.</summary>
public sealed record SloReview
{
    /// <summary>The parts of the period, in order: the months of a quarter, the weeks of a month, the days of a week.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>What each row reached in each part, in the catalogue's order.</summary>
    public required IReadOnlyList<ReviewTrend> Trends { get; init; }

    /// <summary>Times that burned budget, the dearest first.</summary>
    public required IReadOnlyList<ReviewIncident> Incidents { get; init; }

    /// <summary>Budget that was spent outside the incidents that are told, by row.</summary>
    public required IReadOnlyList<ReviewRest> Rests { get; init; }

    /// <summary>The alerts of the document, replayed.</summary>
    public required IReadOnlyList<ReviewAlert> Alerts { get; init; }

    /// <summary>Targets that are worth talking about.</summary>
    public required IReadOnlyList<ReviewTarget> Targets { get; init; }

    /// <summary>What monitoring and alerting did not see, or saw too late; a sentence each.</summary>
    public required IReadOnlyList<string> Process { get; init; }

    /// <summary>What is to be done, and who answers for it by the document.</summary>
    public required IReadOnlyList<ReviewAction> Actions { get; init; }

    /// <summary>Who is told, by the document.</summary>
    public required IReadOnlyList<ReviewRole> Audience { get; init; }
}

/// <summary>A row over the parts of a period.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Target">Its limit.</param>
/// <param name="Parts">One for each part of the period.</param>
/// <param name="Direction"><c>better</c>, <c>worse</c>, <c>steady</c>, or <c>unknown</c> where the first and the last part cannot be compared.</param>
public sealed record ReviewTrend(string Id, string Title, string Target, IReadOnlyList<ReviewPart> Parts, string Direction);

/// <summary>A row in one part.</summary>
/// <param name="Verdict">Its verdict over the part.</param>
/// <param name="Attained">What was reached, in the unit of the row; null when nothing is known.</param>
/// <param name="Measured">The same in words.</param>
/// <param name="Events">Events; null for plain values and where nothing is known.</param>
/// <param name="Consumed">Consumed part of the budget of this part of the period; null where there is none.</param>
public sealed record ReviewPart(Verdict Verdict, double? Attained, string Measured, double? Events, decimal? Consumed);

/// <summary>A time in which rows were outside their targets, and what it cost.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Until">Its end.</param>
/// <param name="Costs">What it cost each row, the dearest first.</param>
/// <param name="Alerts">What would have alerted, the first first; empty when nothing would have.</param>
public sealed record ReviewIncident(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ReviewCost> Costs, IReadOnlyList<ReviewNotice> Alerts)
{
    /// <summary>The largest share that it took of any row's budget.</summary>
    public decimal Share => Costs.Max(cost => cost.Share);
}

/// <summary>What an incident cost a row.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="BadEvents">Events that were surely bad in it.</param>
/// <param name="Share">Their part of the budget of the whole period: 1 is all of it.</param>
public sealed record ReviewCost(string Id, double BadEvents, decimal Share);

/// <summary>An alert that would have told of an incident.</summary>
/// <param name="Alert">Its row and rule.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="AfterSeconds">Time from the incident's beginning.</param>
public sealed record ReviewNotice(string Alert, string Severity, double AfterSeconds);

/// <summary>Budget that was spent outside the incidents.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Share">Its part of the budget.</param>
/// <param name="Incidents">Smaller incidents that are in it.</param>
public sealed record ReviewRest(string Id, decimal Share, int Incidents);

/// <summary>An alert of the document (5.1), replayed over what was imported.</summary>
/// <param name="Id">The alert's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Watched">The row that it was replayed on; empty when it was not.</param>
/// <param name="WindowSeconds">How long the figure is looked at.</param>
/// <param name="Firings">When it would have fired.</param>
/// <param name="UndecidedSlices">Slices at whose end it could not be said whether it fires.</param>
/// <param name="NotReplayed">Why it was not replayed; empty when it was.</param>
public sealed record ReviewAlert(string Id, string Title, string Watched, double WindowSeconds, IReadOnlyList<ComplianceAlert> Firings, int UndecidedSlices, string NotReplayed);

/// <summary>A target that is worth talking about.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Target">Its limit.</param>
/// <param name="Criterion">The criterion of the document (7.2) that the evidence is for.</param>
/// <param name="Evidence">What was measured.</param>
/// <param name="Proposal">What to talk about.</param>
public sealed record ReviewTarget(string Id, string Title, string Target, string Criterion, string Evidence, string Proposal);

/// <summary>Something to do.</summary>
/// <param name="What">What.</param>
/// <param name="Role">The role of the document that answers for it; empty when it names none.</param>
/// <param name="Who">Who has the role; empty when it names nobody.</param>
public sealed record ReviewAction(string What, string Role, string Who);

/// <summary>Somebody who is told.</summary>
/// <param name="Role">The role.</param>
/// <param name="Who">Who has it.</param>
public sealed record ReviewRole(string Role, string Who);
