namespace LoadLab.Stacks.Containers;

/// <summary>Labels of containers that this process starts beside a stack: what a killed LoadLab leaves, the next start finds and removes.</summary>
public static class ContainerLabels
{
    /// <summary>The labels of a container.</summary>
    /// <param name="stack">What it belongs to.</param>
    /// <param name="role">What it is there.</param>
    public static IReadOnlyDictionary<string, string> Of(string stack, string role) => ContainerOwner.Labels(stack, role);
}
