using Lms.Scenarios;

namespace LoadLab.Tests.LmsScenarios;

public sealed class StudentSettingsTests
{
    [Fact]
    public void Without_settings_there_are_5000_users_who_upload_10_MB()
    {
        var settings = StudentSettings.Read(new Dictionary<string, string>());

        settings.Users.Should().Be(5_000);
        settings.UploadBytes.Should().Be(10_000_000);
    }

    [Fact]
    public void Every_wrong_setting_is_named()
    {
        var read = () => StudentSettings.Read(new Dictionary<string, string> { ["users"] = "0", ["upload.bytes"] = "10MB", ["weight.upload"] = "x" });

        read.Should().Throw<ArgumentException>().WithMessage(
            "Setting 'users' is '0'. Write a whole number from 1 to 99999. "
            + "Setting 'upload.bytes' is '10MB'. Write a whole number from 1 to 67108864. "
            + "Setting 'weight.upload' is 'x'. Write a number from 0 up, such as 30 or 2.5.");
    }
}
