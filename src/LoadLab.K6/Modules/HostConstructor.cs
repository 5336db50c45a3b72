using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;

namespace LoadLab.K6.Modules;

/// <summary>A class of the host that scripts call with <c>new</c>.</summary>
internal sealed class HostConstructor : Jint.Native.Constructor
{
    private readonly Func<JsValue[], ObjectInstance> _make;

    public HostConstructor(JsEngine engine, string name, ObjectInstance prototype, Func<JsValue[], ObjectInstance> make)
        : base(engine, name)
    {
        _make = make;
        _prototypeDescriptor = new PropertyDescriptor(prototype, writable: false, enumerable: false, configurable: false);
        prototype.FastSetProperty("constructor", new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true));
    }

    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget) => _make(arguments);
}
