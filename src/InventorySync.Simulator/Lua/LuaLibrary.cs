using System.Runtime.InteropServices;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Lua;

/// <summary>
/// The C API of Lua, bound at run time to the system's 5.2 or to the packaged 5.4 (dependencies.md, recipe 5).
/// Only functions that cannot raise an error, or that run under <see cref="PCall"/>, are bound.
/// </summary>
internal sealed unsafe class LuaLibrary
{
    public const int RegistryIndex = -1001000;
    public const int MultipleResults = -1;

    private static readonly string[] SystemNames = ["liblua5.2.so.0", "liblua5.2.so"];

    private readonly delegate* unmanaged[Cdecl]<nint, nint, nint> _newUserdata52;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, nint> _newUserdata54;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, int, nint, nint, int> _pcallk;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, byte*, int> _loadBufferX;

    public readonly delegate* unmanaged[Cdecl]<nint> NewState;
    public readonly delegate* unmanaged[Cdecl]<nint, void> Close;
    public readonly delegate* unmanaged[Cdecl]<nint, void> OpenLibs;
    public readonly delegate* unmanaged[Cdecl]<nint, int> GetTop;
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> SetTop;
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> PushValue;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int, void> Copy;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> CheckStack;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> Type;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int*, double> ToNumberX;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> ToBoolean;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nuint*, byte*> ToLString;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint> ToUserdata;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nint> ToPointer;
    public readonly delegate* unmanaged[Cdecl]<nint, int, nuint> RawLen;
    public readonly delegate* unmanaged[Cdecl]<nint, void> PushNil;
    public readonly delegate* unmanaged[Cdecl]<nint, double, void> PushFloat;
    public readonly delegate* unmanaged[Cdecl]<nint, long, void> PushInteger;
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> PushBoolean;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*> PushLString;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, void> PushLightUserdata;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int, void> PushCClosure;
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> RawGet;
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> RawSet;
    public readonly delegate* unmanaged[Cdecl]<nint, int, long, void> RawGetI;
    public readonly delegate* unmanaged[Cdecl]<nint, int, long, void> RawSetI;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int, void> CreateTable;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> Next;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> SetMetatable;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> GetMetatable;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int> Ref;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int, void> Unref;
    public readonly delegate* unmanaged[Cdecl]<nint, nint, int, int, int> SetHook;

    private LuaLibrary(nint handle, bool is52)
    {
        nint Export(string name) => NativeLibrary.GetExport(handle, name);

        Is52 = is52;
        Description = is52 ? "Lua 5.2 (system library)" : "Lua 5.4 (packaged)";
        NewState = (delegate* unmanaged[Cdecl]<nint>)Export("luaL_newstate");
        Close = (delegate* unmanaged[Cdecl]<nint, void>)Export("lua_close");
        OpenLibs = (delegate* unmanaged[Cdecl]<nint, void>)Export("luaL_openlibs");
        GetTop = (delegate* unmanaged[Cdecl]<nint, int>)Export("lua_gettop");
        SetTop = (delegate* unmanaged[Cdecl]<nint, int, void>)Export("lua_settop");
        PushValue = (delegate* unmanaged[Cdecl]<nint, int, void>)Export("lua_pushvalue");
        Copy = (delegate* unmanaged[Cdecl]<nint, int, int, void>)Export("lua_copy");
        CheckStack = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_checkstack");
        Type = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_type");
        ToNumberX = (delegate* unmanaged[Cdecl]<nint, int, int*, double>)Export("lua_tonumberx");
        ToBoolean = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_toboolean");
        ToLString = (delegate* unmanaged[Cdecl]<nint, int, nuint*, byte*>)Export("lua_tolstring");
        ToUserdata = (delegate* unmanaged[Cdecl]<nint, int, nint>)Export("lua_touserdata");
        ToPointer = (delegate* unmanaged[Cdecl]<nint, int, nint>)Export("lua_topointer");
        RawLen = (delegate* unmanaged[Cdecl]<nint, int, nuint>)Export("lua_rawlen");
        PushNil = (delegate* unmanaged[Cdecl]<nint, void>)Export("lua_pushnil");
        PushFloat = (delegate* unmanaged[Cdecl]<nint, double, void>)Export("lua_pushnumber");
        PushInteger = (delegate* unmanaged[Cdecl]<nint, long, void>)Export("lua_pushinteger");
        PushBoolean = (delegate* unmanaged[Cdecl]<nint, int, void>)Export("lua_pushboolean");
        PushLString = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*>)Export("lua_pushlstring");
        PushLightUserdata = (delegate* unmanaged[Cdecl]<nint, nint, void>)Export("lua_pushlightuserdata");
        PushCClosure = (delegate* unmanaged[Cdecl]<nint, nint, int, void>)Export("lua_pushcclosure");
        RawGet = (delegate* unmanaged[Cdecl]<nint, int, void>)Export("lua_rawget");
        RawSet = (delegate* unmanaged[Cdecl]<nint, int, void>)Export("lua_rawset");
        RawGetI = (delegate* unmanaged[Cdecl]<nint, int, long, void>)Export("lua_rawgeti");
        RawSetI = (delegate* unmanaged[Cdecl]<nint, int, long, void>)Export("lua_rawseti");
        CreateTable = (delegate* unmanaged[Cdecl]<nint, int, int, void>)Export("lua_createtable");
        Next = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_next");
        SetMetatable = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_setmetatable");
        GetMetatable = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("lua_getmetatable");
        Ref = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("luaL_ref");
        Unref = (delegate* unmanaged[Cdecl]<nint, int, int, void>)Export("luaL_unref");
        SetHook = (delegate* unmanaged[Cdecl]<nint, nint, int, int, int>)Export("lua_sethook");
        _loadBufferX = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, byte*, int>)Export("luaL_loadbufferx");
        _pcallk = (delegate* unmanaged[Cdecl]<nint, int, int, int, nint, nint, int>)Export("lua_pcallk");
        if (is52)
            _newUserdata52 = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Export("lua_newuserdata");
        else
            _newUserdata54 = (delegate* unmanaged[Cdecl]<nint, nint, int, nint>)Export("lua_newuserdatauv");
    }

    public bool Is52 { get; }

    /// <summary>Which engine this is, for people.</summary>
    public string Description { get; }

    /// <summary>The system's Lua 5.2, null where it is not installed.</summary>
    public static LuaLibrary? System52 { get; } = BindSystem52();

    /// <summary>The packaged Lua 5.4, null on a platform the package has no library for.</summary>
    public static LuaLibrary? Packaged54 { get; } =
        NativeLibrary.TryLoad("lua54", typeof(LuaLibrary).Assembly, searchPath: null, out var handle) ? new(handle, is52: false) : null;

    /// <summary>Chooses an engine.</summary>
    /// <exception cref="DllNotFoundException">The wanted engine is not on this machine.</exception>
    public static LuaLibrary Choose(LuaEngineChoice choice) => choice switch
    {
        LuaEngineChoice.System52 => System52
            ?? throw new DllNotFoundException("Lua 5.2 is not installed on this machine: install Debian's package liblua5.2-0."),
        LuaEngineChoice.Packaged54 => Packaged54
            ?? throw new DllNotFoundException("The packaged Lua 5.4 does not run on this machine: install Debian's package liblua5.2-0."),
        _ => System52 ?? Packaged54
            ?? throw new DllNotFoundException("There is no Lua on this machine: install Debian's package liblua5.2-0."),
    };

    private static LuaLibrary? BindSystem52()
    {
        foreach (var name in SystemNames)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new LuaLibrary(library, is52: true);
        }

        return null;
    }

    public nint NewUserdata(nint state, int size) =>
        Is52 ? _newUserdata52(state, size) : _newUserdata54(state, size, 0);

    /// <summary>Calls a function in protected mode. The context of a continuation is an int in 5.2 and a pointer in 5.4; it is unused.</summary>
    public int PCall(nint state, int arguments, int results, int messageHandler) =>
        _pcallk(state, arguments, results, messageHandler, 0, 0);

    /// <summary>Compiles text (no binary chunks) and leaves the function, or a message, on the stack.</summary>
    public int LoadText(nint state, ReadOnlySpan<byte> source, ReadOnlySpan<byte> nameWithNul)
    {
        fixed (byte* text = source)
        fixed (byte* name = nameWithNul)
        fixed (byte* mode = "t\0"u8)
            return _loadBufferX(state, text, (nuint)source.Length, name, mode);
    }

    /// <summary>
    /// Pushes a number. On 5.4 whole numbers go as integers, so that they print without a fraction as in 5.2.
    /// </summary>
    public void PushNumber(nint state, double number)
    {
        if (!Is52 && Math.Abs(number) <= 9007199254740992 && Math.Floor(number) == number && !(number == 0 && double.IsNegative(number)))
            PushInteger(state, (long)number);
        else
            PushFloat(state, number);
    }
}
