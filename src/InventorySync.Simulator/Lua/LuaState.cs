using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace InventorySync.Simulator.Lua;

/// <summary>
/// One Lua state. C# functions never raise: they answer <c>1, results…</c> or <c>0, message</c>, and Lua raises
/// (dependencies.md, recipe 5, rule 1). One thread at a time.
/// </summary>
internal sealed unsafe partial class LuaState : IDisposable
{
    private readonly LuaLibrary _lua;
    private readonly List<Func<LuaState, int>> _callbacks = [];
    private GCHandle _self;
    private nint _state;
    private int _messageHandler;

    public LuaState(LuaLibrary library)
    {
        _lua = library;
        _self = GCHandle.Alloc(this);
        _state = library.NewState();
        if (_state == 0)
            throw new InvalidOperationException("There is no memory for a Lua state.");
        library.OpenLibs(_state);
    }

    public LuaLibrary Library => _lua;

    /// <summary>The state to which stack operations go: of the main thread.</summary>
    public nint Pointer => _state;

    public int Top
    {
        get => _lua.GetTop(_state);
        set => _lua.SetTop(_state, value);
    }

    public void Pop(int count = 1) => _lua.SetTop(_state, -count - 1);

    public LuaType TypeAt(int index) => (LuaType)_lua.Type(_state, index);

    public void EnsureStack(int slots)
    {
        if (_lua.CheckStack(_state, slots) == 0)
            throw new ScriptErrorException("The Lua stack is full: a table is nested too deeply.");
    }

    /// <summary>
    /// Pushes a function that runs <paramref name="callback"/>. Its arguments are at 1…Top; it pushes the mark of
    /// success 1 and then its results, and answers how many values that were. Exceptions become <c>0, message</c>.
    /// </summary>
    public void PushCallback(Func<LuaState, int> callback)
    {
        _callbacks.Add(callback);
        _lua.PushLightUserdata(_state, GCHandle.ToIntPtr(_self));
        _lua.PushNumber(_state, _callbacks.Count - 1);
        var entry = _lua.Is52
            ? (nint)(delegate* unmanaged[Cdecl]<nint, int>)&DispatchSystem52
            : (nint)(delegate* unmanaged[Cdecl]<nint, int>)&DispatchPackaged54;
        _lua.PushCClosure(_state, entry, 2);
    }

    /// <summary>Compiles a chunk of Lua text.</summary>
    /// <param name="source">Text; binary chunks are refused.</param>
    /// <param name="chunkName">Name in Lua's form, such as <c>@__level__/control.lua</c>.</param>
    /// <exception cref="ScriptErrorException">The text is not Lua.</exception>
    public LuaFunction Load(ReadOnlySpan<byte> source, string chunkName)
    {
        if (source.StartsWith("\uFEFF"u8))
            source = source[3..];
        var status = _lua.LoadText(_state, source, Encoding.UTF8.GetBytes(chunkName + "\0"));
        if (status == 0)
            return PopFunction();
        throw new ScriptErrorException(PopMessage());
    }

    /// <summary>Takes the function on top of the stack into keeping.</summary>
    public LuaFunction PopFunction() => new(_lua.Ref(_state, LuaLibrary.RegistryIndex));

    public LuaFunction KeepFunction(int index)
    {
        if (TypeAt(index) != LuaType.Function)
            throw new ScriptErrorException($"function expected, got {TypeName(index)}");
        _lua.PushValue(_state, index);
        return PopFunction();
    }

    public void Forget(LuaFunction function) => _lua.Unref(_state, LuaLibrary.RegistryIndex, function.Reference);

    /// <summary>The message handler for all calls: a Lua function that adds the traceback.</summary>
    public void UseMessageHandler(LuaFunction handler) => _messageHandler = handler.Reference;

    public void PushFunction(LuaFunction function) => _lua.RawGetI(_state, LuaLibrary.RegistryIndex, function.Reference);

    /// <summary>Calls a function and drops what it returns.</summary>
    /// <exception cref="ScriptErrorException">The function failed.</exception>
    public void Call(LuaFunction function, Func<LuaState, int>? pushArguments = null) =>
        Call(function, pushArguments, results: 0, static _ => true);

    /// <summary>
    /// Calls a function with arguments pushed by <paramref name="pushArguments"/>, which answers how many; then
    /// <paramref name="read"/> sees the results on top of the stack.
    /// </summary>
    /// <exception cref="ScriptErrorException">The function failed.</exception>
    public T Call<T>(LuaFunction function, Func<LuaState, int>? pushArguments, int results, Func<LuaState, T> read)
    {
        EnsureStack(20);
        var bottom = Top;
        try
        {
            var handlerIndex = 0;
            if (_messageHandler != 0)
            {
                _lua.RawGetI(_state, LuaLibrary.RegistryIndex, _messageHandler);
                handlerIndex = Top;
            }

            PushFunction(function);
            var arguments = pushArguments?.Invoke(this) ?? 0;
            if (_lua.PCall(_state, arguments, results, handlerIndex) == 0)
                return read(this);

            var text = PopMessage();
            var cut = text.IndexOf("\nstack traceback:", StringComparison.Ordinal);
            throw cut < 0 ? new ScriptErrorException(text) : new ScriptErrorException(text[..cut], text[(cut + 1)..]);
        }
        finally
        {
            Top = bottom;
        }
    }

    /// <summary>
    /// Calls a function with copies of the arguments at <paramref name="first"/> and the places above, and leaves all
    /// its results on top of the stack.
    /// </summary>
    /// <exception cref="ScriptErrorException">The function failed.</exception>
    public void CallWithArgumentsFrom(LuaFunction function, int first, int count)
    {
        EnsureStack(count + 20);
        PushFunction(function);
        for (var i = 0; i < count; i++)
            _lua.PushValue(_state, first + i);
        if (_lua.PCall(_state, count, LuaLibrary.MultipleResults, 0) != 0)
            throw new ScriptErrorException(PopMessage());
        EnsureStack(20);
    }

    public void Dispose()
    {
        if (_state == 0)
            return;
        var state = _state;
        _lua.Close(state);
        _state = 0;
        _self.Free();
    }

    private string PopMessage()
    {
        var text = TypeAt(-1) == LuaType.Text ? TextAt(-1) : $"(error object is a {TypeName(-1)} value)";
        Pop();
        return text;
    }

    // Which host a call belongs to stands in the function's first upvalue; the function that reads it belongs to the
    // engine. Hence one entry for each engine.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DispatchSystem52(nint state) => Run(LuaLibrary.System52!, state);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DispatchPackaged54(nint state) => Run(LuaLibrary.Packaged54!, state);

    private static int Run(LuaLibrary lua, nint state)
    {
        var host = (LuaState)GCHandle.FromIntPtr(lua.ToUserdata(state, LuaLibrary.RegistryIndex - 1)).Target!;
        var callback = host._callbacks[(int)lua.ToNumberX(state, LuaLibrary.RegistryIndex - 2, null)];
        return host.RunCallback(callback);
    }

    private int RunCallback(Func<LuaState, int> callback)
    {
        // Neither an exception nor a Lua error may cross this frame.
        var arguments = Top;
        var before = _costs?.EnterApi() ?? false;
        try
        {
            EnsureStack(40);
            return callback(this);
        }
        catch (ScriptErrorException error)
        {
            return Fail(arguments, error.Message);
        }
        catch (Exception error)
        {
            return Fail(arguments, $"fault of the simulator: {error}");
        }
        finally
        {
            _costs?.LeaveApi(before);
        }
    }

    private int Fail(int arguments, string message)
    {
        Top = arguments;
        PushNumber(0);
        Push(message);
        return 2;
    }
}
