using LoadLab.TestProcesses;

return args switch
{
    ["api", var url] => await SmallApi.RunAsync(url),
    ["broken-api"] => SmallApi.Break(),
    ["stubborn-api", var url] => await SmallApi.RunAsync(url, stubborn: true),
    ["owner"] => await StackOwner.RunAsync(),
    ["breaking-owner"] => await StackOwner.RunAsync(breaks: true),
    ["container-owner", var host] => await StackOwner.RunContainersAsync(host),
    _ => throw new ArgumentException("Usage: api URL | stubborn-api URL | broken-api | owner | breaking-owner | container-owner HOST"),
};
