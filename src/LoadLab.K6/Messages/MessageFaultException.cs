namespace LoadLab.K6.Messages;

/// <summary>A message that is not what its description asks for.</summary>
internal sealed class MessageFaultException(string message, Exception? inner = null) : Exception(message, inner);
