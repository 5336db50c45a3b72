namespace LoadLab.Core.Running;

/// <summary>A report that is text, and can be printed as well.</summary>
/// <typeparam name="TSubject">What it reports on.</typeparam>
public interface ITextReport<in TSubject> : IReport<TSubject>
{
    /// <summary>The text. The same subject gives the same text.</summary>
    string Text(TSubject subject);
}
