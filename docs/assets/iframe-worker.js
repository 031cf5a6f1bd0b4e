/* A worker in a hidden frame, for pages that are opened from the file system: browsers start no
   real worker from there. The search of the site uses it. */
"use strict"
;(() => {
  if (location.protocol !== "file:") return

  /* Run scripts one after the other in the frame; `importScripts` is synchronous in a worker, and
     here a promise, which the search waits for. */
  function frameScript() {
    const load = (url) =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script")
        script.src = url
        script.onload = resolve
        script.onerror = () => reject(new Error(`cannot load ${url}`))
        document.body.appendChild(script)
      })
    window.importScripts = (...urls) => urls.reduce((done, url) => done.then(() => load(url)), Promise.resolve())
    window.postMessage = (data) => parent.dispatchEvent(new MessageEvent("message", { data, source: window }))
  }

  class FrameWorker extends EventTarget {
    constructor(url) {
      super()
      this.onmessage = null
      this.onerror = null
      this.waiting = []
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.appendChild(this.frame)
      const inner = this.frame.contentWindow
      inner.document.open()
      inner.document.write(`<html><body><script>(${frameScript})()</` + `script><script src="${url}"></` + "script></body></html>")
      inner.document.close()
      this.frame.contentWindow.addEventListener("load", () => {
        for (const data of this.waiting) this.send(data)
        this.waiting = null
      })
      addEventListener("message", (event) => {
        if (event.source !== inner) return
        event.stopImmediatePropagation()
        const copy = new MessageEvent("message", { data: event.data })
        this.dispatchEvent(copy)
        if (this.onmessage) this.onmessage(copy)
      })
    }

    send(data) {
      this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }))
    }

    postMessage(data) {
      if (this.waiting) this.waiting.push(data)
      else this.send(data)
    }

    terminate() {
      this.frame.remove()
    }
  }

  window.Worker = window.IFrameWorker = FrameWorker
})()
