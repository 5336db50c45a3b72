using System.Globalization;
using Lms.Scenarios.Contracts;

namespace Lms.Scenarios;

/// <summary>What one virtual student keeps from action to action.</summary>
internal sealed class StudentState
{
    // Accounts come in groups that share a password: a target with thousands of slow hashes would take minutes to fill.
    private const int PasswordGroups = 16;

    /// <summary>The token of the last login; null before the first, and after the target has refused it.</summary>
    public string? Token { get; set; }

    /// <summary>The courses in which the student is enrolled.</summary>
    public IReadOnlyList<Enrolment> Enrolments { get; set; } = [];

    /// <summary>E-mail address of account <paramref name="number"/>, from 0.</summary>
    public static string EmailOf(int number) => string.Create(CultureInfo.InvariantCulture, $"student{number:D5}@lms.example");

    /// <summary>Password of account <paramref name="number"/>, from 0.</summary>
    public static string PasswordOf(int number) => string.Create(CultureInfo.InvariantCulture, $"password-{number % PasswordGroups:D2}");
}
