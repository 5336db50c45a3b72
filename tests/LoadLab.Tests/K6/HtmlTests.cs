namespace LoadLab.Tests.K6;

/// <summary><c>k6/html</c>: selections and elements.</summary>
public sealed class HtmlTests
{
    private const string Page = """
        <!doctype html><html lang="en"><head><title>Courses</title></head><body>
        <h1 class="big blue" data-id="7" data-user-name="Ada" data-on="true" data-json='{"a":[1,2]}' data-zip="007">Hello</h1>
        <ul id="list"><li class="odd">one</li><li>two <b>bold</b></li><li class="odd">three</li></ul>
        <p><a href="/next" title="on">Next</a> tail</p>
        <form action="/send" method="post"><input name="q" value="x y"><input type="hidden" name="csrf" value="t&amp;1"><input type="checkbox" name="c" value="1" checked>
        <input type="checkbox" name="d" value="2"><input type="submit" name="go" value="Go"><textarea name="t">long</textarea><input name="off" value="1" disabled>
        <select name="s"><option value="a">A</option><option value="b" selected>B</option></select>
        <select name="m" multiple><option selected>1</option><option>2</option><option selected>3</option></select></form>
        </body></html>
        """;

    [Theory]
    [InlineData("d.find('title').text()", "Courses")]
    [InlineData("d.find('li').size()", "3")]
    [InlineData("d.find('li').text()", "onetwo boldthree")]
    [InlineData("d.find('li').eq(1).html()", "two <b>bold</b>")]
    [InlineData("d.find('li').eq(-1).text() + d.find('li').first().text() + d.find('li').last().text() + d.find('li').eq(9).size()", "threeonethree0")]
    [InlineData("d.find('a').attr('href') + d.find('a').attr('none') + d.find('a').attr('none', 'def')", "/nextundefineddef")]
    [InlineData("d.find('li').filter('.odd').size() + ',' + d.find('li').not('.odd').size()", "2,1")]
    [InlineData("d.find('li').filter((i, one) => one.text().length > 3).size()", "2")]
    [InlineData("d.find('li').not(d.find('.odd')).text()", "two bold")]
    [InlineData("d.find('li').has('b').text()", "two bold")]
    [InlineData("d.find('li').is('.odd') + ',' + d.find('p').is('.odd')", "true,false")]
    [InlineData("d.find('b').closest('ul').attr('id') + d.find('b').parent().text() + d.find('b').parents('ul').size()", "listtwo bold1")]
    [InlineData("d.find('li').first().next().text() + d.find('li').last().prev().text()", "two boldtwo bold")]
    [InlineData("d.find('li').first().nextAll('.odd').text() + d.find('li').last().prevAll().size() + d.find('li').eq(1).siblings().size()", "three22")]
    [InlineData("d.find('li').first().nextUntil('.odd').text() + d.find('b').parentsUntil('body').size()", "two bold2")]
    [InlineData("d.find('ul').children().size() + ',' + d.find('ul').children('.odd').size() + ',' + d.find('p').contents().size()", "3,2,2")]
    [InlineData("d.find('li').map((i, one) => i + one.text()).join()", "0one,1two bold,2three")]
    [InlineData("(() => { const seen = []; d.find('li').each((i, one) => seen.push(i + one.nodeName() + one.textContent())); return seen.join(); })()", "0lione,1litwo bold,2lithree")]
    [InlineData("d.find('li').toArray().map((one) => one.text()).join() + d.find('li').get(1).innerHTML() + d.find('li').get().length", "one,two bold,threetwo <b>bold</b>3")]
    [InlineData("d.find('li').slice(1).size() + ',' + d.find('li').slice(0, 2).text() + ',' + d.find('li').slice(-1).text()", "2,onetwo bold,three")]
    [InlineData("d.find('li').index(d.find('li').eq(2)) + ',' + d.find('li').eq(1).index()", "2,1")]
    [InlineData("d.find('h1').add('title').size()", "2")]
    [InlineData("[d.find('h1').data('id'), d.find('h1').data('userName'), d.find('h1').data('on'), d.find('h1').data('json').a[1], d.find('h1').data('zip')].join()", "7,Ada,true,2,007")]
    [InlineData("Object.keys(d.find('h1').data()).join()", "id,userName,on,json,zip")]
    [InlineData("typeof d.find('h1').data('id') + typeof d.find('h1').data('zip')", "numberstring")]
    [InlineData("[d.find('[name=q]').val(), d.find('textarea').val(), d.find('[name=s]').val(), d.find('[name=m]').val().join('+'), d.find('h1').val()].join()", "x y,long,b,1+3,")]
    [InlineData("d.find('form').serialize()", "c=1&csrf=t%261&m=1&m=3&q=x+y&s=b&t=long")]
    [InlineData("d.find('form').serializeArray().map((field) => field.name).join()", "q,csrf,c,t,s,m")]
    [InlineData("d.find('form').serializeObject().csrf", "t&1")]
    [InlineData("(() => { const e = d.find('h1').get(0); return [e.className(), e.classList().length, e.getAttribute('data-id'), e.hasAttribute('x'), e.nextElementSibling().id()].join(); })()", "big blue,2,7,false,list")]
    [InlineData("(() => { const e = d.find('ul').get(0); return [e.children().length, e.firstChild().textContent(), e.querySelector('b').textContent(), e.querySelectorAll('li').length, e.lastElementChild().textContent(), e.selection().find('b').text()].join(); })()", "3,one,bold,3,three,bold")]
    [InlineData("parseHTML('<p>a<p>b').find('p').size()", "2")]
    [InlineData("parseHTML('').find('p').html()", "undefined")]
    [InlineData("(() => { try { d.find('li[['); } catch (e) { return e.message; } })()", "'li[[' is no CSS selector.")]
    [InlineData("(() => { try { d.find(5); } catch (e) { return e.name; } })()", "TypeError")]
    [InlineData("(() => { try { d.find.call({}, 'a'); } catch (e) { return e.name; } })()", "TypeError")]
    [InlineData("parseHTML('<div>'.repeat(600) + 'deep').text()", "deep")]
    public void Pages_are_read_as_by_k6(string expression, string expected)
    {
        var script = $"import {{ parseHTML }} from 'k6/html'; const d = parseHTML(open('./page.html')); export default () => {expression};";

        ScriptFolder.Run(script, ("page.html", Page)).Should().Be(expected);
    }
}
