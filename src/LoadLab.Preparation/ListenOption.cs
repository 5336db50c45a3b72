using System.Net;

namespace LoadLab.Preparation;

/// <summary>An address of this machine to listen at.</summary>
internal static class ListenOption
{
    /// <summary>Reads it; adds what is wrong with it.</summary>
    public static IPEndPoint? Read(string option, string text, string example, List<string> faults)
    {
        if (IPEndPoint.TryParse(text, out var address) && address.Port > 0)
        {
            return address;
        }

        faults.Add($"{option} '{text}' is no IP address with a port. Write {option} {example}");
        return null;
    }
}
