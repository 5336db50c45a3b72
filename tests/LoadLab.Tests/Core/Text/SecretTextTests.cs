using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class SecretTextTests
{
    private const string Mark = "mArK";

    [Theory]
    [InlineData("localhost:6379,password=mArK,mArK", "localhost:6379,password=(not stored)")]
    [InlineData("localhost:6379,user=u, Password = mArK;=\" mArK',ssl=true", "localhost:6379,user=u, Password = (not stored)")]
    [InlineData("Host=h;Username=u;Password=\"mArK;mArK\"\"mArK\";Database=d", "Host=h;Username=u;Password=(not stored)")]
    [InlineData("Host=h;Pwd='mArK mArK'", "Host=h;Pwd=(not stored)")]
    [InlineData("Host=h,Username=u,Password=mArK", "Host=h,Username=u,Password=(not stored)")]
    [InlineData("postgres://user:mArK@host:5432/db", "postgres://user:(not stored)@host:5432/db")]
    [InlineData("postgres://user:m@mArK/mArK:@host/db?sslmode=require", "postgres://user:(not stored)@host/db?sslmode=require")]
    [InlineData("rediss://:mArK,mArK@host:6380/0", "rediss://:(not stored)@host:6380/0")]
    [InlineData("redis://host/0?password=mArK", "redis://host/0?password=(not stored)")]
    [InlineData("postgres://u:p@h/db?sslpassword=mArK", "postgres://u:(not stored)@h/db?sslpassword=(not stored)")]
    [InlineData("ann:m@rKmArK@127.0.0.1:1/", "ann:(not stored)@127.0.0.1:1/")]
    [InlineData("Host=${H};Password=x${P}mArK", "Host=${H};Password=(not stored)")]
    [InlineData("Host=h;Password=${P}mArK", "Host=h;Password=(not stored)")]
    public void What_follows_a_password_is_never_shown(string connection, string shown)
    {
        SecretText.Connection(connection).Should().Be(shown).And.NotContain(Mark);
        SecretText.Connection(shown).Should().Be(shown);
        SecretText.HasPassword(connection).Should().BeTrue();
    }

    [Theory]
    [InlineData("Host=h;Username=u;Password=${PG_PASSWORD};Database=d")]
    [InlineData("localhost:6379,password=${P},ssl=true")]
    [InlineData("redis://:${P}@host:6379")]
    [InlineData("${LOADLAB_EXTERNAL_POSTGRES}")]
    [InlineData("@/run/secrets/postgres")]
    [InlineData("Host=h;Username=u")]
    [InlineData("postgres://user@host/db")]
    public void Variables_files_and_what_has_no_password_are_shown(string connection)
    {
        SecretText.Connection(connection).Should().Be(connection);
        SecretText.HasPassword(connection).Should().BeFalse();
    }

    [Theory]
    [InlineData("mArK", "(not stored)")]
    [InlineData("${TOKEN}", "${TOKEN}")]
    [InlineData("Bearer ${TOKEN}", "Bearer ${TOKEN}")]
    [InlineData("${TOKEN:-mArK}", "${TOKEN}")]
    [InlineData("mArK${TOKEN}", "(not stored)")]
    [InlineData("Bearer mArK ${TOKEN}", "(not stored)")]
    [InlineData("$${mArK}", "(not stored)")]
    [InlineData("(not stored)", "(not stored)")]
    public void A_secret_is_shown_by_the_name_of_its_variable(string written, string shown)
    {
        SecretText.Value(written).Should().Be(shown);
        SecretText.Value(shown).Should().Be(shown);
    }

    [Theory]
    [InlineData("http://ann:mArK@mArK.invalid:mArK/", "http://(not stored)")]
    [InlineData("http://127.0.0.1:80@x:mArK", "http://(not stored)")]
    [InlineData("ann:mArK@h", "(not stored)")]
    [InlineData("http://h:80:80/", "http://h:80:80/")]
    [InlineData("${TARGET}", "${TARGET}")]
    public void Of_an_address_that_cannot_be_read_and_has_a_user_only_the_scheme_is_shown(string written, string shown)
    {
        SecretText.UnreadableAddress(written).Should().Be(shown);
        SecretText.UnreadableAddress(shown).Should().Be(shown);
    }
}
