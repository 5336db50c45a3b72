namespace LoadLab.K6.Requests;

/// <summary>What becomes of a WebSocket. Called on the user's own thread.</summary>
internal interface ISocketEvents
{
    /// <summary>A message came.</summary>
    void OnMessage(byte[] data, bool isText);

    /// <summary>The server asked whether anybody is there; the answer is sent already.</summary>
    void OnPing();

    /// <summary>The server has answered a ping.</summary>
    void OnPong();

    /// <summary>Something went wrong.</summary>
    void OnError(string message);

    /// <summary>The server has closed it, or it was lost (1006).</summary>
    void OnClose(int code, string reason);
}
