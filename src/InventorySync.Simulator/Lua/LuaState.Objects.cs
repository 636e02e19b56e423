namespace InventorySync.Simulator.Lua;

/// <summary>
/// API objects as userdata. The userdata holds a number; Lua keeps the userdata in a weak table by that number, and
/// numbers whose userdata are gone are given out again. There are no finalizers, so no C# runs during collection.
/// </summary>
internal sealed unsafe partial class LuaState
{
    private readonly List<ILuaObject?> _objects = [null];
    private readonly Stack<int> _freeHandles = [];
    private int _sweepAt = 4096;
    private int _proxies;
    private int _metatable;

    /// <summary>Uses the table on top of the stack as metatable of all objects, and pops it.</summary>
    public void UseObjectMetatable()
    {
        _metatable = _lua.Ref(_state, LuaLibrary.RegistryIndex);
        _lua.CreateTable(_state, 0, 0);
        _lua.CreateTable(_state, 0, 1);
        Push("__mode");
        Push("v");
        _lua.RawSet(_state, -3);
        _lua.SetMetatable(_state, -2);
        _proxies = _lua.Ref(_state, LuaLibrary.RegistryIndex);
    }

    /// <summary>The object behind the userdata at an index, null if it is none of ours.</summary>
    public ILuaObject? ObjectAt(int index)
    {
        if (TypeAt(index) != LuaType.Userdata)
            return null;
        var handle = *(int*)_lua.ToUserdata(_state, index);
        return handle > 0 && handle < _objects.Count ? _objects[handle] : null;
    }

    public void PushObject(ILuaObject thing)
    {
        EnsureStack(6);
        _lua.RawGetI(_state, LuaLibrary.RegistryIndex, _proxies);
        if (thing.Handle != 0 && _objects[thing.Handle] == thing)
        {
            _lua.RawGetI(_state, -1, thing.Handle);
            if (TypeAt(-1) == LuaType.Userdata)
            {
                RemoveBelowTop();
                return;
            }

            Pop();
        }
        else
        {
            thing.Handle = NewHandle(thing);
        }

        *(int*)_lua.NewUserdata(_state, sizeof(int)) = thing.Handle;
        _lua.RawGetI(_state, LuaLibrary.RegistryIndex, _metatable);
        _lua.SetMetatable(_state, -2);
        _lua.PushValue(_state, -1);
        _lua.RawSetI(_state, -3, thing.Handle);
        RemoveBelowTop();
    }

    private int NewHandle(ILuaObject thing)
    {
        if (_objects.Count - _freeHandles.Count >= _sweepAt)
            Sweep();
        if (_freeHandles.TryPop(out var free))
        {
            _objects[free] = thing;
            return free;
        }

        _objects.Add(thing);
        return _objects.Count - 1;
    }

    // The table of proxies is on top of the stack.
    private void Sweep()
    {
        for (var handle = 1; handle < _objects.Count; handle++)
        {
            if (_objects[handle] is not { } thing)
                continue;
            _lua.RawGetI(_state, -1, handle);
            if (TypeAt(-1) == LuaType.Nil)
            {
                thing.Handle = 0;
                _objects[handle] = null;
                _freeHandles.Push(handle);
            }

            Pop();
        }

        _sweepAt = Math.Max(4096, (_objects.Count - _freeHandles.Count) * 2);
    }

    // [.., below, top] becomes [.., top]; lua_remove is no function in 5.4.
    private void RemoveBelowTop()
    {
        _lua.Copy(_state, -1, -2);
        Pop();
    }
}
