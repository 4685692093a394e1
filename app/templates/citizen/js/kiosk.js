{#- Starts the kiosk over: a count that waits while the screen is touched, and only where the city answers,
    so that a lost network leaves the page as it stands. -#}
(()=>{
const own=document.currentScript.dataset,shown=document.querySelector("[data-count]"),whole=+own.wait;
let left=whole,held=0;
const digits=n=>document.documentElement.lang=="fa"?(""+n).replace(/\d/g,d=>"۰۱۲۳۴۵۶۷۸۹"[d]):""+n;
const show=()=>{if(shown){shown.hidden=false;shown.firstElementChild.textContent=digits(Math.max(0,left))}};
const over=()=>fetch(own.again,{cache:"no-store",credentials:"omit"}).then(r=>{if(r.ok)location.replace(own.again);else left=whole}).catch(()=>{left=5});
const again=()=>{left=whole;show()};
addEventListener("pointerdown",()=>{held=1;again()});
for(const end of["pointerup","pointercancel"])addEventListener(end,()=>{held=0;again()});
for(const sign of["keydown","focusin"])addEventListener(sign,again);
addEventListener("pageshow",e=>{if(e.persisted)location.replace(own.again)});
show();
setInterval(()=>{if(held||--left>0)return show();if(left==0){show();over()}},1e3)})()
