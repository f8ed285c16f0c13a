import streamlit as st

st.title("keywords")
