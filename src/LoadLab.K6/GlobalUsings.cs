// 'Engine' alone is LoadLab's own.
global using JsEngine = Jint.Engine;
